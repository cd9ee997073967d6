/**
 * Without a look into the picture, what is no whole picture is told from one all the same.
 */
import type { Fault } from '../../dev/simulator';
import {
	getLiveThumbnail,
	getManyLiveThumbnails,
	itemsOf,
	simulatedAccount,
	stopSimulators,
} from '../harness/simulated';
import { pictureOf, runNode } from '../harness/workflow';

afterEach(stopSimulators);

const options = { analyze: false, retries: 0 };

const NO_PICTURES: ReadonlyArray<readonly [string, Fault, string]> = [
	['half a JPEG', { kind: 'halfJpeg' }, 'incomplete'],
	['half a JPEG and then a whole one', { kind: 'halfThenWhole' }, 'incomplete'],
	['a web page with 200', { kind: 'html' }, 'notAnImage'],
	['JSON with 200', { kind: 'json' }, 'notAnImage'],
	['an empty 200', { kind: 'empty' }, 'notAnImage'],
];

test.each(NO_PICTURES)(
	'%s is no picture with Analyze Picture off',
	async (_name, fault, reason) => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		simulator.setFault(String(simulator.devices[1]?.id), fault);
		const run = { credentials, onError: 'continueRegularOutput' } as const;

		for (const { items } of [
			await runNode({
				...run,
				items: itemsOf(simulator.devices),
				parameters: getLiveThumbnail({ options }),
			}),
			await runNode({ ...run, parameters: getManyLiveThumbnails({ options }) }),
		]) {
			expect(items.map(({ json }) => json.pictureReason ?? 'ok')).toEqual(['ok', reason, 'ok']);
			expect(items[1]?.binary).toBeUndefined();
		}
	},
);

test('a whole picture is handed on byte for byte with Analyze Picture off', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
	const [camera] = simulator.devices;
	simulator.setFault(String(camera?.id), { kind: 'padded', bytes: 7 });

	const [on, off] = [
		await runNode({ credentials, parameters: getManyLiveThumbnails({}) }),
		await runNode({ credentials, parameters: getManyLiveThumbnails({ options }) }),
	];

	expect(await pictureOf(off.items[0])).toEqual(await pictureOf(on.items[0]));
	expect([on, off].map(({ items }) => items[0]?.json.pictureIsBlank)).toEqual([false, undefined]);
});
