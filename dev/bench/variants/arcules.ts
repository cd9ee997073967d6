// The same work with the Arcules node, in two steps or in one, and with the bare node.
import type { INodeParameters } from 'n8n-workflow';
import type { StoredCredential } from '../../n8n/client';
import { ARCULES_NODE_TYPE } from '../../start/workflow';
import type { Step } from '../workflow';
import type { StepsFor } from './inN8n';
import { onlyCameras } from './recipe';

/** How many requests all variants but the recipe may have under way. */
export const CONCURRENCY = 50;

/** Without pacing: it is the speed that is measured. */
const PICTURE_OPTIONS = { concurrency: CONCURRENCY, requestsPerMinute: 0 };

const node = (
	type: string,
	name: string,
	{ id, name: credentialName, type: credentialType }: StoredCredential,
	parameters: INodeParameters,
): Step => ({
	name,
	type,
	typeVersion: 1,
	parameters,
	credentials: { [credentialType]: { id, name: credentialName } },
});

/** List Devices, Filter, Get Live Thumbnail. */
export const listThenLive: StepsFor = ({ credential }) => [
	node(ARCULES_NODE_TYPE, 'List Devices', credential, {
		resource: 'device',
		operation: 'list',
		returnAll: true,
		filters: {},
	}),
	onlyCameras,
	node(ARCULES_NODE_TYPE, 'Get Live Thumbnail', credential, {
		resource: 'thumbnail',
		operation: 'getLive',
		channelId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		options: PICTURE_OPTIONS,
	}),
];

/**
 * Get Many Live Thumbnails alone.
 *
 * @param options of the node, in addition to those that all variants have, or instead of them
 */
export const getMany =
	(options: INodeParameters = {}): StepsFor =>
	({ credential }) => [
		node(ARCULES_NODE_TYPE, 'Get Many Live Thumbnails', credential, {
			resource: 'thumbnail',
			operation: 'getManyLive',
			returnAll: true,
			options: { ...PICTURE_OPTIONS, ...options },
		}),
	];

/** The node of `bareNode/`. */
export const bareNode: StepsFor = ({ credential }) => [
	node('n8n-nodes-arcules-bare.bare', 'Bare', credential, { concurrency: CONCURRENCY }),
];
