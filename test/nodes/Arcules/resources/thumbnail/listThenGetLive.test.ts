/**
 * Get Many Live Thumbnails against the two steps it takes the place of, over fleets made up by fast-check.
 */
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Device } from '../../../../../dev/simulator';
import {
	getLiveThumbnail,
	getManyLiveThumbnails,
	listDevices,
	simulatedAccount,
	stopSimulators,
} from '../../../../harness/simulated';
import { pictureOf, runNode } from '../../../../harness/workflow';

afterEach(stopSimulators);

test('gives the very items of List Devices → Get Live Thumbnail, but for time', async () => {
	const faults = fc.constantFrom<'ok' | 'halfJpeg' | 'html' | 'offline' | 'empty'>(
		'ok',
		'ok',
		'ok',
		'halfJpeg',
		'html',
		'offline',
		'empty',
	);
	const device = fc.record({
		id: fc.uuid(),
		name: fc.constantFrom('Lobby', 'Dock', '', 'Ω <1>'),
		type: fc.constantFrom('video', 'video', 'audio'),
		locationId: fc.constantFrom('n', 's'),
		gatewayId: fc.constant('g'),
		extra: fc.jsonValue(),
	});
	const camera = fc.record({ device, fault: faults });
	await fc.assert(
		fc.asyncProperty(
			fc.uniqueArray(camera, { selector: ({ device: { id } }) => id, maxLength: 8 }),
			fc.integer({ min: 1, max: 5 }),
			async (fleet, pageSize) => {
				const cameras: Device[] = fleet.map(({ device }) => device);
				const { simulator, credentials } = await simulatedAccount({ cameras, pageSize });
				for (const [index, { device, fault }] of fleet.entries()) {
					// Each picture has a size of its own, so that none can stand in for another.
					const healthy = { kind: 'padded', bytes: index } as const;
					simulator.setFault(device.id, fault === 'ok' ? healthy : { kind: fault });
				}
				const options = { retries: 0 };
				const onError = 'continueRegularOutput';

				const list = await runNode({
					credentials,
					parameters: listDevices({ filters: { type: 'video' } }),
				});
				const one = await runNode({
					credentials,
					items: list.items.length === 0 ? [] : list.items,
					onError,
					parameters: getLiveThumbnail({ options }),
				});
				const many = await runNode({
					credentials,
					onError,
					parameters: getManyLiveThumbnails({ options, onNoMatch: 'nothing' }),
				});

				const expected = list.items.length === 0 ? [] : one.items;
				expect(many.items.map(withoutTime)).toEqual(expected.map(withoutTime));
				for (const [index, item] of many.items.entries()) {
					if (item.binary === undefined) continue;
					expect(await pictureOf(item)).toEqual(await pictureOf(expected[index]));
				}
				await stopSimulators();
			},
		),
		{ numRuns: 25 },
	);
}, 60_000);

function withoutTime(item: INodeExecutionData): IDataObject {
	const { pictureTakenAt, pictureFileName, pictureDetails, ...json } = item.json;
	const { checkedAt, serverDate, lastModified, ...details } = Object(pictureDetails);
	return {
		...json,
		details,
		times: [pictureTakenAt, checkedAt, serverDate, lastModified].map((time) => typeof time),
		name: String(pictureFileName).split('_').slice(0, -1),
		files: Object.keys(item.binary ?? {}),
	};
}
