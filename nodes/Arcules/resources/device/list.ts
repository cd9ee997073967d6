/**
 * Device → List Devices: one item per device, every field of the API untouched.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { matchingDevices } from '../../api/devices';
import { DEFAULT_SETTINGS } from '../../api/settings';
import {
	deviceQueryReader,
	filtersParameter,
	nothingMatched,
	returnAllAndLimit,
} from '../../shared/filters';
import { connectionOpener } from '../../shared/requestOptions';
import type { Operation, OperationRun, Outcome } from '../operation';

export const list: Operation = {
	option: {
		name: 'List Devices',
		value: 'list',
		action: 'List devices',
		description: 'List the cameras and other devices of the account',
	},
	fields: [...returnAllAndLimit, filtersParameter('gatewayId', 'locationId', 'name', 'type')],
	start,
	failedFields: () => ({}),
};

/** Runs once per input item, which may filter differently. */
function start(context: IExecuteFunctions, signal: AbortSignal): OperationRun {
	const queryOf = deviceQueryReader(context);
	const openConnection = connectionOpener(context);
	return {
		concurrency: DEFAULT_SETTINGS.concurrency,
		execute: async (_item, itemIndex) => {
			const { filter, limit } = queryOf(itemIndex);
			const outcomes: Outcome[] = [];
			const devices = matchingDevices(await openConnection(), filter, limit, signal);
			for await (const device of devices) outcomes.push({ json: device });
			return { outcomes };
		},
		hints: (outcomes) => (outcomes.length === 0 ? [nothingMatched('device')] : []),
	};
}
