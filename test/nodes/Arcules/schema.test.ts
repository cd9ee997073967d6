/**
 * The previews of the output, which the editor shows before a node has run, against what the node really gives.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type INodeExecutionData, type INodeParameters, jsonParse } from 'n8n-workflow';
import {
	getLiveThumbnail,
	getManyLiveThumbnails,
	getPortState,
	listDevices,
	simulatedAccount,
	stopSimulators,
} from '../../harness/simulated';
import { ROOT } from '../../harness/sources';
import { listenForRule, ruleParameters, stopListening } from '../../harness/rule';
import { runNode } from '../../harness/workflow';

afterEach(stopListening);
afterEach(stopSimulators);

const options = { includeDetails: false, retries: 0 };
const fleetPicked = { channelId: { __rl: true, mode: 'name', value: '={{ $json.wanted }}' } };

/** Field names with their types. */
type Fields = Record<string, string>;

function preview(resource: string, operation: string): Fields {
	const path = join(ROOT, 'nodes/Arcules/__schema__/v1.0.0', resource, `${operation}.json`);
	const { type, properties } = jsonParse<{
		type: string;
		properties: Record<string, { type: string }>;
	}>(readFileSync(path, 'utf8'));
	expect(type).toBe('object');
	return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, field.type]));
}

function fieldsOf(items: readonly INodeExecutionData[]): Fields {
	const fields = items.flatMap(({ json }) => Object.entries(json));
	return Object.fromEntries(fields.map(([name, value]) => [name, typeof value]));
}

test.each<[string, string, INodeParameters]>([
	['device', 'list', listDevices()],
	['ioPort', 'getState', getPortState('known,unknown')],
	['thumbnail', 'getLive', getLiveThumbnail({ ...fleetPicked, options })],
	['thumbnail', 'getManyLive', getManyLiveThumbnails({ options })],
])('the preview of %s: %s has the fields of good and failed items, and no other', async (...of) => {
	const [resource, operation, parameters] = of;
	const { simulator, credentials } = await simulatedAccount({
		cameras: 2,
		ioPorts: { known: { state: 'low' } },
	});
	const [good, bad] = simulator.devices;
	simulator.setOffline(String(bad?.id), true);
	const isOnePerItem = operation === 'getLive';
	const items = isOnePerItem
		? [good, bad].map((camera) => ({ json: { wanted: camera?.name } }))
		: [];

	const { items: out } = await runNode({
		credentials,
		parameters,
		onError: 'continueRegularOutput',
		...(isOnePerItem && { items }),
	});

	const { wanted, ...fields } = fieldsOf(out);
	expect(wanted).toBe(isOnePerItem ? 'string' : undefined);
	expect(preview(resource, operation)).toEqual(fields);
});

test.each([false, true])(
	'the preview of an event, with a picture: %p, has the fields of good and failed items, and no other',
	async (attachPicture) => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		const [good, bad] = simulator.devices;
		simulator.setOffline(String(bad?.id), true);
		const parameters = {
			attachPicture,
			channelIdPath: 'body.id',
			settings: { retries: 0, lookUpName: true },
		};
		const rule = await listenForRule({ account: credentials, parameters });

		const items = [await rule.itemsOf({ body: good }), await rule.itemsOf({ body: bad })].flat();

		const { resource, operation } = ruleParameters(parameters);
		expect(preview(String(resource), String(operation))).toEqual(fieldsOf(items));
	},
);
