/**
 * Arcules Rule Trigger in queue mode: the main takes the call, a worker runs the workflow and takes the picture.
 */
import type { StoredCredential } from '../../dev/n8n/client';
import { fireRule, startSimulator } from '../../dev/simulator';
import { begunBy, startCluster } from './driver/cluster';
import { openForAll } from './driver/lifetime';
import { servedPictures, sha256 } from './driver/pictures';
import { PROOF, ruleCredential, RuleWorkflow } from './driver/ruleWorkflow';
import { NEWEST } from './driver/testN8n';

const EVENTS = 20;
const TIMEOUT_MS = 240_000;

describe(`Arcules Rule Trigger in queue mode of n8n ${NEWEST}`, () => {
	const cluster = openForAll(() => startCluster(NEWEST, 1, { N8N_LOG_LEVEL: 'debug' }), TIMEOUT_MS);
	const simulator = openForAll(() => startSimulator({ cameras: 2 }));
	let credential: StoredCredential;
	let account: StoredCredential;
	let served: Map<string, Buffer>;

	beforeAll(async () => {
		credential = await cluster().main.client.createCredential(ruleCredential(PROOF));
		account = await cluster().main.connect(simulator());
		served = await servedPictures(simulator());
	});

	const parameters = {
		attachPicture: true,
		channelIdPath: 'body.deviceId',
		settings: { retries: 0, rawBody: true },
	};

	test(
		'every event arrives once and as it is, with its picture, and a worker has run it',
		async () => {
			const { main, workers } = cluster();
			const rule = await RuleWorkflow.publish(main, { credential, account, parameters });
			const [camera] = simulator().devices;
			const bodies = Array.from(
				{ length: EVENTS },
				(_, n) => `{"deviceId":"${camera?.id}","n":${n},"big":12345678901234567890,"text":"ü🎥"}`,
			);

			const answers = await Promise.all(
				bodies.map(async (body) => await rule.fire({ ...PROOF, body })),
			);

			expect(answers).toEqual(bodies.map(() => ({ status: 200, body: '' })));
			const events = await rule.events(EVENTS);
			expect(events).toHaveLength(EVENTS);
			const arrived = await Promise.all(
				events.map(async (item) => String(await main.picture(item, 'rawBody'))),
			);
			expect(arrived.sort()).toEqual(bodies.sort());
			for (const item of events) {
				expect(item.json.pictureStatus).toBe('ok');
				expect(item.binary.data?.id).toMatch(/^database:/);
				expect(sha256(await main.picture(item))).toBe(sha256(served.get(String(camera?.id))));
			}
			const [worker] = workers;
			const begun = worker === undefined ? new Set() : begunBy(worker);
			for (const { id } of await rule.executions()) expect(begun).toContain(id);
		},
		TIMEOUT_MS,
	);

	test(
		'a call that is refused starts nothing, and a camera that is offline stops nothing',
		async () => {
			const { main } = cluster();
			const rule = await RuleWorkflow.publish(main, { credential, account, parameters });
			const camera = simulator().devices[1];
			simulator().setFault(String(camera?.id), { kind: 'offline' });
			const body = { deviceId: camera?.id };

			expect((await rule.fire({ ...PROOF, apiKey: 'wrong', body })).status).toBe(401);
			expect((await rule.fire({ ...PROOF, secret: 'wrong', body })).status).toBe(401);
			expect((await rule.fire({ ...PROOF, body })).status).toBe(200);

			const [event, ...others] = await rule.events();
			expect(event?.json).toMatchObject({ pictureReason: 'unavailable', body });
			expect(others).toEqual([]);
		},
		TIMEOUT_MS,
	);

	test(
		'a test event arrives as well',
		async () => {
			const rule = await RuleWorkflow.create(cluster().main, { credential });
			await rule.listen();
			expect(await fireRule({ url: rule.testUrl, ...PROOF, body: [1] })).toEqual({
				status: 200,
				body: '',
			});
			const [event] = await rule.events();
			expect(event?.json.body).toEqual([1]);
		},
		TIMEOUT_MS,
	);

	test('nothing in the logs tells the key or the secret', () => {
		const { main, workers } = cluster();
		const logs = [main.log(), ...workers.map((worker) => worker.log())];
		for (const log of logs) {
			expect(log.length).toBeGreaterThan(0);
			for (const secret of Object.values(PROOF)) expect(log).not.toContain(secret);
		}
	});
});
