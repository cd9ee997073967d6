/**
 * A still that is sold as live: reported always, refused when it is older than the user accepts.
 */
import type { Fault } from '../../dev/simulator';
import { getManyLiveThumbnails, simulatedAccount, stopSimulators } from '../harness/simulated';
import { runNode } from '../harness/workflow';

afterEach(stopSimulators);

async function pictureWith(fault: Fault, maxAge?: number) {
	const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
	simulator.setFault('*thumbnail', fault);
	const options = { retries: 0, ...(maxAge === undefined ? {} : { maxAge }) };
	const { items } = await runNode({ credentials, parameters: getManyLiveThumbnails({ options }) });
	return items[0]?.json ?? {};
}

const STALE: Fault = { kind: 'stale', seconds: 1_000 };

test('an old still is stale when it is older than accepted, and says how old', async () => {
	expect(await pictureWith(STALE, 60)).toMatchObject({
		pictureStatus: 'failed',
		pictureReason: 'stale',
		error: expect.stringMatching(/the picture is 100\d seconds old/),
	});
});

test.each([
	['older than any accepted age', 2_000],
	['of any age when none is set', undefined],
])('an old still is a picture when what is accepted is %s', async (_name, maxAge) => {
	expect(await pictureWith(STALE, maxAge)).toMatchObject({ pictureStatus: 'ok' });
});

test('a picture without any word of its age is accepted', async () => {
	const headers = { 'last-modified': null, age: null, date: null };
	expect(await pictureWith({ kind: 'headers', headers }, 60)).toMatchObject({
		pictureStatus: 'ok',
	});
});

test('the age alone is enough', async () => {
	const headers = { 'last-modified': null, age: '3600' };
	expect(await pictureWith({ kind: 'headers', headers }, 60)).toMatchObject({
		pictureReason: 'stale',
	});
});
