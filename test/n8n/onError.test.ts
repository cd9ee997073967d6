/**
 * On Error and Retry On Fail in a real n8n: where every item goes when one camera of ten fails, or the account does.
 */
import { getLive, getMany, listDevices } from '../../dev/n8n/arcules';
import type { StoredCredential } from '../../dev/n8n/client';
import type { Step } from '../../dev/n8n/workflow';
import { startSimulator } from '../../dev/simulator';
import { openForAll, openForEach } from './driver/lifetime';
import { continuing, retrying, setField, withErrorOutput } from './driver/steps';
import { TestN8n, VERSIONS, type Run } from './driver/testN8n';

const CAMERAS = 10;
const BAD = 3;
const REFUSAL =
	'no picture: Arcules does not let this account see this camera (status 403): “other site”';
const REFUSED_PASSWORD = 'Arcules refused the email or password: “Invalid email or password”';

/** The next node, which reaches back over the pictures to the fields of the list. */
const nameIn = (step: string) =>
	setField(step, 'camera', "={{ $('List Devices').item.json.name }}");

describe.each(VERSIONS)('On Error in n8n %s', (version) => {
	const n8n = openForAll(() => TestN8n.start(version));
	const simulator = openForEach(() =>
		startSimulator({ cameras: CAMERAS, picture: { bytes: 20_000 } }),
	);
	let account: StoredCredential;

	beforeEach(async () => {
		account = await n8n().connect(simulator());
	});

	const names = () => simulator().devices.map(({ name }) => name);
	const goodNames = () => names().filter((_name, index) => index !== BAD);
	const badCamera = () => simulator().devices[BAD];
	const badId = () => String(badCamera()?.id);
	const message = () => `Camera "${badCamera()?.name}" gave ${REFUSAL}`;
	const valuesOf = (run: Run, step: Step, field: string) =>
		run.items(step).map(({ json }) => json[field]);

	describe('when a camera refuses', () => {
		beforeEach(() => {
			const body = { message: 'other site' };
			simulator().setFault(badId(), { kind: 'status', status: 403, body });
		});

		test('Stop fails Get Live Thumbnail with the camera and what to check', async () => {
			const next = nameIn('Next');

			const { execution } = await n8n().run(listDevices(account), getLive(account), next);

			expect(execution.status).toBe('error');
			expect(execution.error).toMatchObject({
				message: message(),
				description: expect.stringContaining('API User role'),
				node: 'Get Live Thumbnail',
			});
			expect(Object.keys(execution.runs)).not.toContain(next.name);
		});

		test('Continue hands on ten items of Get Live Thumbnail, of which the failed one says why', async () => {
			const pictures = continuing(getLive(account));
			const next = nameIn('Next');

			const run = await n8n().run(listDevices(account), pictures, next);

			expect(run.execution.status).toBe('success');
			expect(valuesOf(run, pictures, 'name')).toEqual(names());
			const items = run.items(pictures);
			expect(items.map(({ binary }) => 'data' in binary)).toEqual(
				names().map((_name, index) => index !== BAD),
			);
			expect(items[BAD]?.json).toMatchObject({
				error: expect.stringContaining(message()),
				pictureStatus: 'failed',
				pictureReason: 'forbidden',
			});
			expect(valuesOf(run, next, 'camera')).toEqual(names());
		});

		test('Continue (using error output) sends nine items of Get Live Thumbnail one way and one the other', async () => {
			const [onFailure, onSuccess] = [nameIn('On failure'), nameIn('On success')];
			const pictures = withErrorOutput(getLive(account), onFailure);

			const run = await n8n().run(listDevices(account), pictures, onSuccess);

			expect(run.execution.status).toBe('success');
			expect(valuesOf(run, pictures, 'name')).toEqual(goodNames());
			expect(run.failedItems(pictures).map(({ json }) => json)).toMatchObject([
				{
					...badCamera(),
					error: expect.stringContaining(message()),
					pictureStatus: 'failed',
					pictureReason: 'forbidden',
				},
			]);
			expect(valuesOf(run, onSuccess, 'camera')).toEqual(goodNames());
			expect(valuesOf(run, onFailure, 'camera')).toEqual([badCamera()?.name]);
		});

		test('Continue (using error output) does the same with Get Many Live Thumbnails', async () => {
			const reach = "={{ $('Webhook').item.json.webhookUrl.split('/').length > 1 }}";
			const onFailure = setField('On failure', 'reachesInput', reach);
			const onSuccess = setField('On success', 'reachesInput', reach);
			const pictures = withErrorOutput(getMany(account), onFailure);

			const run = await n8n().run(pictures, onSuccess);

			expect(valuesOf(run, pictures, 'name')).toEqual(goodNames());
			// n8n adds the fields of the input item to those of the camera, on this branch only.
			expect(run.failedItems(pictures).map(({ json }) => json)).toMatchObject([
				{
					...badCamera(),
					error: expect.stringContaining(message()),
					pictureStatus: 'failed',
					pictureReason: 'forbidden',
				},
			]);
			expect(valuesOf(run, onSuccess, 'reachesInput')).toEqual(Array(CAMERAS - 1).fill('true'));
			expect(valuesOf(run, onFailure, 'reachesInput')).toEqual(['true']);
		});

		test('Retry On Fail asks the camera again, and fails the run when it never answers', async () => {
			const pictures = retrying(getLive(account), 2);

			const { execution } = await n8n().run(listDevices(account), pictures);

			expect(execution.status).toBe('error');
			const asked = simulator().requests.filter(({ channelId }) => channelId === badId());
			// Once in each of the two tries, and once more in each if the token might be over.
			expect(asked.length).toBeGreaterThanOrEqual(2);
			expect(asked.length).toBeLessThanOrEqual(4);
		});
	});

	test('Retry On Fail succeeds when the camera answers at the second try', async () => {
		simulator().setFault(badId(), [{ kind: 'status', status: 403 }]);
		const pictures = retrying(getLive(account), 3);
		const next = nameIn('Next');

		const run = await n8n().run(listDevices(account), pictures, next);

		expect(run.execution.status).toBe('success');
		expect(run.items(pictures).every(({ binary }) => 'data' in binary)).toBe(true);
		expect(valuesOf(run, next, 'camera')).toEqual(names());
		expect(simulator().stats().logins).toBeLessThanOrEqual(2);
	});

	test('a broken connection is tried again as often as Retries says', async () => {
		simulator().setFault(badId(), [{ kind: 'reset' }]);
		const pictures = getMany(account, { options: { retries: 1, includeDetails: true } });

		const run = await n8n().run(pictures);

		expect(run.items(pictures)[BAD]?.json).toMatchObject({
			pictureStatus: 'ok',
			pictureDetails: { attempts: 2 },
		});
	});

	describe('when the password is refused, after one login', () => {
		const all = (count: number): unknown[] =>
			Array(count).fill(expect.stringContaining(REFUSED_PASSWORD));

		test.each([
			['Stop fails Get Live Thumbnail', getLive, undefined, undefined],
			['Stop fails Get Many Live Thumbnails', getMany, undefined, undefined],
			['Continue gives ten failed items of Get Live Thumbnail', getLive, continuing, all(CAMERAS)],
			['Continue gives one failed item of Get Many Live Thumbnails', getMany, continuing, all(1)],
		] as const)('%s', async (_title, stepFor, onError, errors) => {
			const refused = await n8n().connect(simulator(), { password: 'wrong' });
			const pictures = onError?.(stepFor(refused)) ?? stepFor(refused);
			const before = stepFor === getLive ? [listDevices(account)] : [];

			const run = await n8n().run(...before, pictures);

			expect(run.execution.status).toBe(errors === undefined ? 'error' : 'success');
			expect(run.execution.error?.message).toEqual(
				errors === undefined ? expect.stringContaining(REFUSED_PASSWORD) : undefined,
			);
			expect(valuesOf(run, pictures, 'error')).toEqual(errors ?? []);
			expect(run.items(pictures).flatMap(({ binary }) => Object.keys(binary))).toEqual([]);
			expect(refusedLogins()).toBe(1);
			expect(simulator().stats().thumbnails).toBe(0);
		});

		test.each([
			['ten items of Get Live Thumbnail', getLive, all(CAMERAS)],
			['the one item of Get Many Live Thumbnails', getMany, all(1)],
		] as const)(
			'the error output gets %s, and nothing passes it',
			async (_title, stepFor, errors) => {
				const refused = await n8n().connect(simulator(), { password: 'wrong' });
				const [onFailure, onSuccess] = [nameIn('On failure'), nameIn('On success')];
				const pictures = withErrorOutput(stepFor(refused), onFailure);

				const first = listDevices(account, { returnAll: false, limit: errors.length });
				const run = await n8n().run(first, pictures, onSuccess);

				expect(run.items(pictures)).toEqual([]);
				expect(run.failedItems(pictures).map(({ json }) => json['error'])).toEqual(errors);
				expect(valuesOf(run, onFailure, 'camera')).toEqual(names().slice(0, errors.length));
				expect(Object.keys(run.execution.runs)).not.toContain(onSuccess.name);
				expect(refusedLogins()).toBe(1);
			},
		);

		const refusedLogins = () =>
			simulator().requests.filter(({ target, status }) => target === 'login' && status === 401)
				.length;
	});
});
