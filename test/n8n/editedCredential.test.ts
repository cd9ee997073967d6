/**
 * A credential that is edited while a run goes on: the run ends and says so, and the edit is never undone.
 */
import { getMany } from '../../dev/n8n/arcules';
import { waitFor } from '../../dev/n8n/waitFor';
import { DEFAULT_ACCOUNT, startSimulator } from '../../dev/simulator';
import { openForAll } from './driver/lifetime';
import { TestN8n, VERSIONS } from './driver/testN8n';

const CAMERAS = 12;
const LATENCY_MS = 200;
const NEW_PASSWORD = 'new-password';

describe.each(VERSIONS)('A credential edited during a run of n8n %s', (version) => {
	const n8n = openForAll(() => TestN8n.start(version));
	const simulator = openForAll(() =>
		startSimulator({ cameras: CAMERAS, latencyMs: LATENCY_MS, picture: { bytes: 20_000 } }),
	);

	test('ends the run that has to renew its token with that word, and is kept', async () => {
		const account = await n8n().connect(simulator());
		const pictures = getMany(account, { options: { concurrency: 1 } });
		const workflow = await n8n().deploy([pictures]);

		const running = workflow.run();
		await waitFor('second picture', () => simulator().stats().thumbnails >= 2, {
			intervalMs: LATENCY_MS / 4,
		});
		const data = { ...account.data, password: NEW_PASSWORD };
		await n8n().client.updateCredential({ ...account, data });
		simulator().setPassword(DEFAULT_ACCOUNT.email, NEW_PASSWORD);
		simulator().expireTokens();
		const { execution } = await running;

		expect(execution.error?.message).toContain('credential was edited while this execution ran');
		expect(simulator().stats()).toMatchObject({ logins: 1 });
		expect(simulator().stats().thumbnails).toBeLessThan(CAMERAS);

		// The simulator takes the new password only.
		const next = await workflow.run();
		expect(next.execution.status).toBe('success');
		expect(next.items(pictures).filter(({ binary }) => 'data' in binary)).toHaveLength(CAMERAS);
		expect(simulator().stats()).toMatchObject({ logins: 2 });
	});
});
