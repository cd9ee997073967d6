// The same work with the Arcules node, in two steps or in one, and with the bare node.
import type { INodeParameters } from 'n8n-workflow';
import * as arcules from '../../n8n/arcules';
import type { StepsFor } from './inN8n';
import { onlyCameras } from './recipe';

/** How many requests all variants but the recipe may have under way. */
export const CONCURRENCY = 50;

/** Without pacing: it is the speed that is measured. */
const OPTIONS = { concurrency: CONCURRENCY, requestsPerMinute: 0 };

/** List Devices, Filter, Get Live Thumbnail. */
export const listThenLive: StepsFor = ({ credential }) => [
	arcules.listDevices(credential, { filters: {} }),
	onlyCameras,
	arcules.getLive(credential, { options: OPTIONS }),
];

/**
 * Get Many Live Thumbnails alone.
 *
 * @param options of the node, in addition to those that all variants have, or instead of them
 */
export const getMany =
	(options: INodeParameters = {}): StepsFor =>
	({ credential }) => [arcules.getMany(credential, { options: { ...OPTIONS, ...options } })];

/** The node of `bareNode/`. */
export const bareNode: StepsFor = ({ credential }) => [
	{
		name: 'Bare',
		type: 'CUSTOM.bare',
		typeVersion: 1,
		parameters: { concurrency: CONCURRENCY },
		credential,
	},
];
