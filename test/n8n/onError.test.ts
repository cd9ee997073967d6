/**
 * On Error and Retry On Fail in a real n8n: where every item goes when one camera of ten fails, or the account does.
 */
import { startSimulator, type Simulator } from '../../dev/simulator';
import type { ArculesAccount } from './driver/arcules';
import { realN8n, type RealN8n } from './driver/realN8n';
import { continuing, retrying, setField, withErrorOutput } from './driver/steps';
import { VERSIONS } from './driver/versions';

const CAMERAS = 10;
const BAD = 3;
const REFUSAL =
	'no picture: Arcules does not let this account see this camera (status 403): “other site”';

describe.each(VERSIONS)('When a camera fails in n8n %s', (version) => {
	let n8n: RealN8n;
	let simulator: Simulator;
	let arcules: ArculesAccount;

	beforeAll(async () => {
		n8n = await realN8n(version);
	});

	beforeEach(async () => {
		simulator = await startSimulator({ cameras: CAMERAS, picture: { bytes: 20_000 } });
		arcules = await n8n.connect(simulator);
	});

	afterEach(async () => {
		await simulator?.close();
	});

	afterAll(async () => {
		await n8n?.stop();
	});

	const names = () => simulator.devices.map(({ name }) => name);
	const badName = () => String(simulator.devices[BAD]?.name);
	const goodNames = () => names().filter((_name, index) => index !== BAD);

	function breakOne(): void {
		const body = { message: 'other site' };
		simulator.setFault(String(simulator.devices[BAD]?.id), { kind: 'status', status: 403, body });
	}

	/** The next node, which reaches back over the pictures to the fields of the list. */
	const nameIn = (stepName: string) =>
		setField(stepName, 'camera', "={{ $('List Devices').item.json.name }}");

	describe('Get Live Thumbnail', () => {
		test('under Stop fails the run with the camera and what to check', async () => {
			breakOne();
			const next = nameIn('Next');

			const { execution } = await n8n.run(arcules.listDevices(), arcules.getLive(), next);

			expect(execution.status).toBe('error');
			expect(execution.error).toMatchObject({
				message: `Camera "${badName()}" gave ${REFUSAL}`,
				description: expect.stringContaining('API User role'),
				node: 'Get Live Thumbnail',
			});
			expect(Object.keys(execution.runs)).not.toContain(next.name);
		});

		test('under Continue hands on ten items, of which the failed one says why', async () => {
			breakOne();
			const pictures = continuing(arcules.getLive());
			const next = nameIn('Next');

			const run = await n8n.run(arcules.listDevices(), pictures, next);

			expect(run.execution.status).toBe('success');
			const items = run.items(pictures);
			expect(items.map(({ json }) => json['name'])).toEqual(names());
			expect(items.map(({ binary }) => Object.keys(binary).length)).toEqual(
				names().map((_name, index) => (index === BAD ? 0 : 1)),
			);
			expect(items[BAD]?.json).toMatchObject({
				error: expect.stringContaining(REFUSAL),
				thumbnail: { status: 'failed', reason: 'forbidden', httpStatus: 403 },
			});
			expect(run.items(next).map(({ json }) => json['camera'])).toEqual(names());
		});

		test('under Continue (using error output) sends nine items one way and one the other', async () => {
			breakOne();
			const onFailure = nameIn('On failure');
			const onSuccess = nameIn('On success');
			const pictures = withErrorOutput(arcules.getLive(), onFailure);

			const run = await n8n.run(arcules.listDevices(), pictures, onSuccess);

			expect(run.execution.status).toBe('success');
			expect(run.items(pictures).map(({ json }) => json['name'])).toEqual(goodNames());
			expect(run.failedItems(pictures).map(({ json }) => json)).toEqual([
				{
					...simulator.devices[BAD],
					error: `Camera "${badName()}" gave ${REFUSAL}`,
					thumbnail: expect.objectContaining({ status: 'failed', reason: 'forbidden' }),
				},
			]);
			expect(run.items(onSuccess).map(({ json }) => json['camera'])).toEqual(goodNames());
			expect(run.items(onFailure).map(({ json }) => json['camera'])).toEqual([badName()]);
		});

		test('under Retry On Fail succeeds when the camera answers at the second try', async () => {
			const fault = { kind: 'status', status: 403 } as const;
			simulator.setFault(String(simulator.devices[BAD]?.id), [fault]);
			const pictures = retrying(arcules.getLive(), 3);
			const next = nameIn('Next');

			const run = await n8n.run(arcules.listDevices(), pictures, next);

			expect(run.execution.status).toBe('success');
			expect(run.items(pictures).every(({ binary }) => 'data' in binary)).toBe(true);
			expect(run.items(next).map(({ json }) => json['camera'])).toEqual(names());
			expect(simulator.stats().logins).toBe(1);
		});

		test('under Retry On Fail fails the run when the camera never answers', async () => {
			breakOne();

			const { execution } = await n8n.run(arcules.listDevices(), retrying(arcules.getLive(), 2));

			expect(execution.status).toBe('error');
			const bad = simulator.devices[BAD]?.id;
			const asked = simulator.requests.filter(({ channelId }) => channelId === bad);
			expect(asked).toHaveLength(2);
		});
	});

	test('a broken connection is tried again as often as Retries says', async () => {
		const id = String(simulator.devices[BAD]?.id);
		simulator.setFault(id, [{ kind: 'reset' }]);
		const pictures = arcules.getMany({ options: { retries: 1 } });

		const run = await n8n.run(pictures);

		expect(run.items(pictures)[BAD]?.json).toMatchObject({
			thumbnail: { status: 'ok', attempts: 2 },
		});
	});

	describe('Get Many Live Thumbnails', () => {
		test('under Stop reports the camera in its place and succeeds', async () => {
			breakOne();
			const pictures = arcules.getMany();

			const run = await n8n.run(pictures);

			expect(run.execution.status).toBe('success');
			expect(run.items(pictures).map(({ json }) => json['name'])).toEqual(names());
			expect(run.items(pictures)[BAD]?.json['error']).toContain(REFUSAL);
		});

		test('told to stop when a camera fails, fails the run', async () => {
			breakOne();

			const { execution } = await n8n.run(arcules.getMany({ onCameraFailure: 'stop' }));

			expect(execution.status).toBe('error');
			expect(execution.error?.message).toBe(`Camera "${badName()}" gave ${REFUSAL}`);
		});

		test('under Continue (using error output) sends nine items one way and one the other', async () => {
			breakOne();
			const path = "={{ $('Webhook').item.json.webhookUrl.split('/').length > 1 }}";
			const onFailure = setField('On failure', 'reachesInput', path);
			const onSuccess = setField('On success', 'reachesInput', path);
			const pictures = withErrorOutput(arcules.getMany(), onFailure);

			const run = await n8n.run(pictures, onSuccess);

			expect(run.items(pictures).map(({ json }) => json['name'])).toEqual(goodNames());
			// n8n adds the fields of the input item to those of the camera, on this branch only.
			expect(run.failedItems(pictures).map(({ json }) => json)).toMatchObject([
				{
					...simulator.devices[BAD],
					error: `Camera "${badName()}" gave ${REFUSAL}`,
					thumbnail: expect.objectContaining({ status: 'failed', reason: 'forbidden' }),
				},
			]);
			const reached = Array(CAMERAS - 1).fill({ reachesInput: 'true' });
			expect(run.items(onSuccess).map(({ json }) => json)).toEqual(reached);
			expect(run.items(onFailure).map(({ json }) => json)).toEqual([{ reachesInput: 'true' }]);
		});
	});

	describe('A refused password', () => {
		const SENTENCE = 'Arcules refused the email or password: “Invalid email or password”';

		/** A second credential for the same account, with a password that is wrong. */
		async function refusedAccount(): Promise<ArculesAccount> {
			return await n8n.connect(simulator, { password: 'wrong' });
		}

		test('fails every item of Get Live Thumbnail under Continue, and costs one login', async () => {
			const refused = await refusedAccount();
			const pictures = continuing(refused.getLive());

			const run = await n8n.run(arcules.listDevices(), pictures);

			expect(run.execution.status).toBe('success');
			expect(run.items(pictures).map(({ json }) => json['error'])).toEqual(
				Array(CAMERAS).fill(SENTENCE),
			);
			expect(run.items(pictures).every(({ binary }) => Object.keys(binary).length === 0)).toBe(
				true,
			);
			expect(loginsRefused()).toBe(1);
			expect(simulator.stats().thumbnails).toBe(0);
		});

		test('sends every item of Get Live Thumbnail to the error output, none past it', async () => {
			const refused = await refusedAccount();
			const onFailure = nameIn('On failure');
			const onSuccess = nameIn('On success');
			const pictures = withErrorOutput(refused.getLive(), onFailure);

			const run = await n8n.run(arcules.listDevices(), pictures, onSuccess);

			expect(run.items(pictures)).toEqual([]);
			expect(run.failedItems(pictures).map(({ json }) => json['error'])).toEqual(
				Array(CAMERAS).fill(SENTENCE),
			);
			expect(run.items(onFailure).map(({ json }) => json['camera'])).toEqual(names());
			expect(Object.keys(run.execution.runs)).not.toContain(onSuccess.name);
			expect(loginsRefused()).toBe(1);
		});

		test('under Stop fails Get Many Live Thumbnails, and costs one login', async () => {
			const { execution } = await n8n.run((await refusedAccount()).getMany());

			expect(execution.status).toBe('error');
			expect(execution.error?.message).toBe(SENTENCE);
			expect(loginsRefused()).toBe(1);
		});

		test('under Continue gives one failed item of Get Many Live Thumbnails', async () => {
			const pictures = continuing((await refusedAccount()).getMany());

			const run = await n8n.run(pictures);

			expect(run.execution.status).toBe('success');
			expect(run.items(pictures).map(({ json }) => json)).toEqual([
				expect.objectContaining({
					error: SENTENCE,
					thumbnail: expect.objectContaining({ status: 'failed', reason: 'unauthorized' }),
				}),
			]);
			expect(loginsRefused()).toBe(1);
		});

		test('sends the one item of Get Many Live Thumbnails to the error output', async () => {
			const pictures = withErrorOutput((await refusedAccount()).getMany());

			const run = await n8n.run(pictures);

			expect(run.items(pictures)).toEqual([]);
			expect(run.failedItems(pictures).map(({ json }) => json['error'])).toEqual([SENTENCE]);
			expect(loginsRefused()).toBe(1);
		});

		const loginsRefused = () =>
			simulator.requests.filter(({ target, status }) => target === 'login' && status === 401)
				.length;
	});
});
