/**
 * Device → List Devices: one item per device, every field of the API untouched.
 */
import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	updateDisplayOptions,
} from 'n8n-workflow';
import { matchingDevices } from '../../api/devices';
import { ArculesError, settle } from '../../api/errors';
import { mapPool } from '../../api/pool';
import { Connection, DEFAULT_SETTINGS } from '../../api/request';
import { markFailed, onErrorOf, toNodeError } from '../failures';
import { deviceQueryReader, filterFields, returnAllAndLimit } from '../filters';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['device'], operation: ['list'] } },
	[
		...returnAllAndLimit,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				filterFields.gatewayId,
				filterFields.locationId,
				filterFields.name,
				filterFields.type,
			],
		},
	],
);

/** Runs once per input item, which may filter differently. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = this.getInputData();
	const onError = onErrorOf(this);
	const queryOf = deviceQueryReader(this);
	const connection = await settle(async () => await Connection.open(this));
	const stop = new AbortController();

	const listFor = async (itemIndex: number): Promise<INodeExecutionData[]> => {
		const { filter, limit } = queryOf(itemIndex);
		if (connection instanceof ArculesError) throw connection;
		const found: INodeExecutionData[] = [];
		for await (const device of matchingDevices(connection, filter, limit, stop.signal)) {
			found.push({ json: device, pairedItem: { item: itemIndex } });
		}
		return found;
	};

	const lists = await mapPool(items, DEFAULT_SETTINGS.concurrency, async (item, itemIndex) => {
		const found = await settle(async () => await listFor(itemIndex));
		if (!(found instanceof ArculesError)) return found;
		const nodeError = toNodeError(this.getNode(), found, itemIndex);
		if (onError === 'stop') {
			stop.abort();
			throw nodeError;
		}
		const failed = {
			...item,
			json: { ...item.json, error: found.message },
			pairedItem: { item: itemIndex },
		};
		return [onError === 'errorOutput' ? markFailed(failed, nodeError) : failed];
	});

	const devices = lists.flat();
	if (devices.length === 0) {
		this.addExecutionHints({
			message:
				'No device matched. The account sees only the sites and locations assigned to it in the Arcules portal.',
			type: 'warning',
			location: 'outputPane',
		});
	}
	return devices;
}
