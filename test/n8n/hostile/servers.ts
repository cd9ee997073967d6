// The servers of the hostile run, each in a process of its own: what they send must not slow down the one that watches.
import { oddDevices, WRITINGS, type Device, type Fault } from '../../../dev/simulator';
import { containsSecret } from '../../../nodes/Arcules/api/secrets';
import { startRemoteSimulator, type RemoteSimulator } from '../../../dev/simulator/remote';

/** Has something to escape in every writing, and nothing that stands anywhere else. */
export const PASSWORD = 'Zq7&"Wx<9>\'Kv+%/ü\\Jp$5';

const ACCOUNTS = 200;
const FEW_CAMERAS = 4;
const PICTURE = { bytes: 20_000 };

/** Each signs in for one run only: after a refused sign-in, the same account pauses. */
export const emailOf = (number: number): string => `account-${number}@example.com`;

type EchoFault = Extract<Fault, { kind: 'echo' }>;

/** Every writing of each of these secrets, with each of these statuses. */
export const echoes = (
	secrets: ReadonlyArray<EchoFault['secret']>,
	statuses: readonly number[],
): EchoFault[] =>
	secrets.flatMap((secret) =>
		WRITINGS.flatMap((writing) =>
			statuses.map((status) => ({ kind: 'echo' as const, secret, writing, status })),
		),
	);

/** What a call that was sent with a token may echo. */
export const ECHOES_WITH_TOKEN = echoes(
	['password', 'email', 'token', 'authorization'],
	[200, 404, 503],
);

/** What a sign-in may echo, also as the token that it gives. */
export const ECHOES_OF_SIGN_IN = [
	...echoes(['password', 'body'], [200, 401]),
	...echoes(['email'], [401]),
	...echoes(['password'], [200]).map((fault) => ({
		...fault,
		template: '{"jwtToken":"{secret}"}',
	})),
];

/** A camera for each echo, its number in its id. */
const echoCamera = (_fault: Fault, index: number): Device => ({
	id: `echo-${index}`,
	name: `Echo ${index}`,
	type: 'video',
	locationId: 'l',
	gatewayId: 'g',
});

export interface Servers {
	/** A handful of cameras. */
	readonly few: RemoteSimulator;
	/** A camera for each echo, and those with odd names. */
	readonly many: RemoteSimulator;
	/** Nobody's Base URL. */
	readonly elsewhere: RemoteSimulator;
	/** Everything that nobody may see: the password, and the tokens that were sent. */
	secrets(): Promise<string[]>;
	close(): Promise<void>;
}

export async function startServers(): Promise<Servers> {
	const accounts = Array.from({ length: ACCOUNTS }, (_, number) => ({
		email: emailOf(number),
		password: PASSWORD,
	}));
	// From a JWT's beginning, which all of them share, nobody could tell whose it is.
	const shared = { accounts, token: { form: 'opaque' as const }, picture: PICTURE };
	const cameras = [...oddDevices(), ...ECHOES_WITH_TOKEN.map(echoCamera)];
	const [few, many, elsewhere] = await Promise.all([
		startRemoteSimulator({ ...shared, cameras: FEW_CAMERAS }),
		startRemoteSimulator({ ...shared, cameras, pageSize: 1_000 }),
		startRemoteSimulator({ cameras: 1 }),
	]);
	// A sign-in that echoes the password in place of a token makes each of its writings a token: it is searched for as it is.
	const tokensOf = async (server: RemoteSimulator) =>
		(await server.requests())
			.flatMap(({ token }) => token ?? [])
			.filter((token) => !containsSecret(token, [PASSWORD]));
	return {
		few,
		many,
		elsewhere,
		secrets: async () => [
			...new Set([PASSWORD, ...(await tokensOf(few)), ...(await tokensOf(many))]),
		],
		close: async () => {
			await Promise.all([few, many, elsewhere].map(async (server) => await server.close()));
		},
	};
}
