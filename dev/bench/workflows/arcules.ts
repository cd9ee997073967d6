// The same work with the Arcules node: in two steps, or in one.
import type { StoredCredential, WorkflowDefinition } from '../../n8n/client';
import { ARCULES_NODE_TYPE } from '../../names';
import { chain, type Step } from './chain';
import { onlyCameras } from './filter';

/** The Concurrency that both ways, and the floor, are measured with. */
export const CONCURRENCY = 50;

/** The nodes whose items carry the pictures. */
export const GET_LIVE = 'Get Live Thumbnail';
export const GET_MANY = 'Get Many Live Thumbnails';

/** Options of the thumbnail operations. */
export interface PictureOptions {
	/** 0 is no limit. */
	requestsPerMinute: number;
	timeoutSeconds?: number;
}

const UNPACED: PictureOptions = { requestsPerMinute: 0 };

const arculesNode = (
	name: string,
	parameters: Step['parameters'],
	{ id, name: credentialName, type }: StoredCredential,
): Step => ({
	name,
	type: ARCULES_NODE_TYPE,
	typeVersion: 1,
	parameters,
	credentials: { [type]: { id, name: credentialName } },
});

const pictureOptions = ({ requestsPerMinute, timeoutSeconds }: PictureOptions) => ({
	concurrency: CONCURRENCY,
	requestsPerMinute,
	...(timeoutSeconds !== undefined && { timeout: timeoutSeconds }),
});

/** List Devices, Filter, Get Live Thumbnail. */
export const listThenLive = (
	webhookPath: string,
	credential: StoredCredential,
): WorkflowDefinition =>
	chain('List Devices, then Get Live Thumbnail', webhookPath, [
		arculesNode(
			'List Devices',
			{ resource: 'device', operation: 'list', returnAll: true, filters: {} },
			credential,
		),
		onlyCameras,
		arculesNode(
			GET_LIVE,
			{
				resource: 'thumbnail',
				operation: 'getLive',
				channelId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				options: pictureOptions(UNPACED),
			},
			credential,
		),
	]);

/** Get Many Live Thumbnails alone. */
export const getMany = (
	webhookPath: string,
	credential: StoredCredential,
	options: PictureOptions = UNPACED,
): WorkflowDefinition =>
	chain('Get Many Live Thumbnails', webhookPath, [
		arculesNode(
			GET_MANY,
			{
				resource: 'thumbnail',
				operation: 'getManyLive',
				returnAll: true,
				options: pictureOptions(options),
			},
			credential,
		),
	]);
