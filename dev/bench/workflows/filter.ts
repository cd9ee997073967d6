// The Filter node that keeps cameras, the same in every workflow that needs one.
import type { Step } from './chain';

/** Keeps the items whose `type` is `video`, as a user sets it up in the editor. */
export const onlyCameras: Step = {
	name: 'Only Cameras',
	type: 'n8n-nodes-base.filter',
	typeVersion: 2.3,
	parameters: {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 3 },
			conditions: [
				{
					id: 'is-a-camera',
					leftValue: '={{ $json.type }}',
					rightValue: 'video',
					operator: { type: 'string', operation: 'equals' },
				},
			],
			combinator: 'and',
		},
		options: {},
	},
};
