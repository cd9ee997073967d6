/**
 * The doctor, with every fault that the simulated account can have: its report answers each question, and tells nothing of
 * whose account it is.
 */
import { DEFAULT_ACCOUNT, type Fault } from '../dev/simulator';
import { examined, expectDiscreetAndComplete, TELLING_HEADERS } from './harness/examined';
import { stopSimulators } from './harness/simulated';

afterEach(async () => await stopSimulators());

const SECRET = 'echoed';
/** One fault of each kind there is; the compiler misses none. */
const FAULTS: { readonly [Kind in Fault['kind']]: Extract<Fault, { kind: Kind }> } = {
	status: { kind: 'status', status: 418, body: { message: `Camera Lobby ${SECRET}` } },
	offline: { kind: 'offline' },
	html: { kind: 'html' },
	json: { kind: 'json' },
	jsonAsJpeg: { kind: 'jsonAsJpeg' },
	bytes: { kind: 'bytes', base64: 'AAEC', contentType: 'image/demo-password' },
	redirect: { kind: 'redirect', location: '?again' },
	echo: { kind: 'echo', secret: 'token', status: 500 },
	headers: TELLING_HEADERS,
	stale: { kind: 'stale', seconds: 5 },
	empty: { kind: 'empty' },
	halfJpeg: { kind: 'halfJpeg' },
	halfThenEoi: { kind: 'halfThenEoi' },
	halfThenWhole: { kind: 'halfThenWhole' },
	glued: { kind: 'glued' },
	padded: { kind: 'padded', bytes: 100 },
	gzip: { kind: 'gzip' },
	bomb: { kind: 'bomb', bytes: 1_000_000 },
	list: { kind: 'list', as: 'half' },
	endlessPages: { kind: 'endlessPages', devices: 3 },
	nextUrl: { kind: 'nextUrl', url: 'https://example.com/v1/devices' },
	cutJpeg: { kind: 'cutJpeg' },
	endless: { kind: 'endless' },
	drip: { kind: 'drip', intervalMs: 50 },
	huge: { kind: 'huge', bytes: 1_000_000 },
	flood: { kind: 'flood', text: `Lobby ${DEFAULT_ACCOUNT.password} `, bytes: 100_000 },
	multipart: { kind: 'multipart', parts: 2 },
	reset: { kind: 'reset' },
	hang: { kind: 'hang' },
	slow: { kind: 'slow', delayMs: 20 },
	frozen: { kind: 'frozen' },
};

describe.each(['*thumbnail', 'devices', 'login'])('With a fault of %s, the doctor', (target) => {
	test.each(Object.entries(FAULTS))(
		'survives %s, and tells nothing of the account',
		async (_, fault) => {
			const account = await examined({ cameras: 3, pageSize: 2 }, (simulator) =>
				simulator.setFault(target, fault),
			);
			expectDiscreetAndComplete(account);
			expect(account.report).not.toContain(SECRET);
			expect(account.simulator.stats().logins).toBeLessThanOrEqual(2);
		},
	);
});
