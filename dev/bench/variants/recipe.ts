// The recipe: what users build today out of n8n's own nodes.
import { DEFAULT_ACCOUNT } from '../../simulator';
import type { Step } from '../../n8n/workflow';
import type { StepsFor } from './inN8n';

const HTTP_REQUEST = { type: 'n8n-nodes-base.httpRequest', typeVersion: 4.5 };
const LOG_IN = 'Log In';

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

/** `first()` is the cheapest way to reach the token: no pairing of items has to be followed back. */
const authorization = {
	name: 'Authorization',
	value: `=Bearer {{ $('${LOG_IN}').first().json.jwtToken }}`,
};

const httpRequest = (name: string, parameters: Step['parameters']): Step => ({
	...HTTP_REQUEST,
	name,
	parameters,
});

const httpRequestWithToken = (name: string, parameters: Step['parameters']): Step =>
	httpRequest(name, {
		sendHeaders: true,
		headerParameters: { parameters: [authorization] },
		...parameters,
	});

const eachPage = {
	paginationMode: 'updateAParameterInEachRequest',
	parameters: {
		parameters: [{ type: 'qs', name: 'cursor', value: '={{ $response.body?.page.next }}' }],
	},
	paginationCompleteWhen: 'other',
	completeExpression: '={{ $response.body.page.next === null }}',
};

/** Log in, list, split, filter, and one HTTP request per camera; n8n's default options throughout. */
export const recipe: StepsFor = ({ baseUrl }) => [
	httpRequest(LOG_IN, {
		method: 'POST',
		url: `${baseUrl}/login`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: JSON.stringify(DEFAULT_ACCOUNT),
		options: {},
	}),
	httpRequestWithToken('List Devices', {
		url: `${baseUrl}/devices`,
		options: { pagination: { pagination: eachPage } },
	}),
	{
		name: 'Split Out',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut: 'devices', options: {} },
	},
	onlyCameras,
	httpRequestWithToken('Get Thumbnail', {
		url: `=${baseUrl}/thumbnail/{{ $json.id }}/live`,
		options: { response: { response: { responseFormat: 'file' } } },
	}),
];
