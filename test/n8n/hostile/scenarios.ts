// What the hostile servers do, and the workflow that meets it.
import type { INodeParameters } from 'n8n-workflow';
import { getLive, getMany, listDevices } from '../../../dev/n8n/arcules';
import type { StoredCredential } from '../../../dev/n8n/client';
import type { Step } from '../../../dev/n8n/workflow';
import type { Fault, FaultPlan } from '../../../dev/simulator';
import { continuing } from '../driver/steps';
import { ECHOES_OF_SIGN_IN, ECHOES_WITH_TOKEN, type Servers } from './servers';

const GIB = 1024 ** 3;
/** So much of this text once kept a regular expression busy for half a minute. */
const SLOW_TEXT_BYTES = 313 * 1024;
const SLOW_TEXT = 'eyJ-eyJ-';
const DEVICES_PER_PAGE = 2_000;

/** One kind of hostility, and the steps that meet it. */
export interface Scenario {
	readonly name: string;
	/** By target, on the server that the steps ask. */
	readonly faults: Readonly<Record<string, FaultPlan>>;
	readonly server: 'few' | 'many';
	readonly steps: readonly Step[];
}

type ScenarioOnFew = Omit<Scenario, 'server'>;

/** Stores a credential for an account that has not signed in yet. */
export type NewAccount = (server: 'few' | 'many') => Promise<StoredCredential>;

const OPTIONS = { retries: 0, timeout: 2, requestsPerMinute: 0 };

const FLOODS: ReadonlyArray<readonly [string, Fault]> = [
	['a bomb', { kind: 'bomb', bytes: GIB }],
	['a bomb with 500', { kind: 'bomb', bytes: GIB, status: 500 }],
	['a text without end', { kind: 'flood', text: SLOW_TEXT }],
	['a text without end with 500', { kind: 'flood', text: SLOW_TEXT, status: 500 }],
	[
		'a text that is slow to search',
		{ kind: 'flood', text: SLOW_TEXT, status: 404, bytes: SLOW_TEXT_BYTES },
	],
	['a drip', { kind: 'drip', intervalMs: 20 }],
	['parts without end', { kind: 'multipart', intervalMs: 50 }],
];

const floodsAt = (place: string, target: string, step: Step): ScenarioOnFew[] =>
	FLOODS.map(([name, fault]) => ({
		name: `${name} in place of ${place}`,
		faults: { [target]: fault },
		steps: [step],
	}));

/** What a list or a redirect may lead to. */
const detours = (elsewhere: string): ReadonlyArray<readonly [string, string, Fault]> => [
	['pages without end and without devices', 'devices', { kind: 'endlessPages' }],
	['a next page elsewhere', 'devices', { kind: 'nextUrl', url: `${elsewhere}/devices` }],
	[
		'a next page with a user name',
		'devices',
		{ kind: 'nextUrl', url: 'http://user:password@{host}/v1/devices?cursor={cursor}' },
	],
	[
		'a next page outside the Base URL',
		'devices',
		{ kind: 'nextUrl', url: 'http://{host}/elsewhere/devices?cursor={cursor}' },
	],
	['a redirect elsewhere', '*', { kind: 'redirect', location: `${elsewhere}/devices` }],
	['a redirect to itself', '*', { kind: 'redirect', location: '?again' }],
	['pictures that do not end', '*thumbnail', { kind: 'huge', bytes: GIB }],
];

/** All of them, in the order in which they are run. */
export async function scenarios(
	newAccount: NewAccount,
	{ elsewhere }: Servers,
): Promise<Scenario[]> {
	const few = await newAccount('few');
	const pictures = (account: StoredCredential, changes: INodeParameters = {}) =>
		continuing(getMany(account, { options: OPTIONS, ...changes }));
	const signIns: ScenarioOnFew[] = [];
	for (const [name, fault] of [...FLOODS, REDIRECTED_SIGN_IN(elsewhere.baseUrl)]) {
		const step = pictures(await newAccount('few'));
		signIns.push({ name: `${name} in place of a token`, faults: { login: fault }, steps: [step] });
	}
	const onFew: ScenarioOnFew[] = [
		...(await echoedSignIns(newAccount)),
		...signIns,
		...floodsAt('the list', 'devices', pictures(few)),
		...floodsAt('the pictures', '*thumbnail', pictures(few)),
		...detours(elsewhere.baseUrl).map(([name, target, fault]) => ({
			name,
			faults: { [target]: fault },
			steps: [pictures(few)],
		})),
		{
			name: 'pages without end',
			faults: { devices: { kind: 'endlessPages', devices: DEVICES_PER_PAGE } },
			steps: [continuing(listDevices(few, { options: OPTIONS }))],
		},
		await echoedLists(newAccount, few),
	];
	const echoed = ECHOES_WITH_TOKEN.map((fault, index) => [`echo-${index}`, fault] as const);
	return [
		{
			name: 'secrets in place of pictures, and odd names',
			server: 'many',
			faults: Object.fromEntries(echoed),
			steps: [pictures(await newAccount('many'))],
		},
		...onFew.map((scenario): Scenario => ({ server: 'few', ...scenario })),
	];
}

const REDIRECTED_SIGN_IN = (elsewhere: string): readonly [string, Fault] => [
	'a redirect elsewhere',
	{ kind: 'redirect', status: 307, location: `${elsewhere}/login` },
];

/** A node for each echo, because each needs an account of its own. */
async function echoedSignIns(newAccount: NewAccount): Promise<ScenarioOnFew[]> {
	const steps: Step[] = [];
	for (const [index] of ECHOES_OF_SIGN_IN.entries()) {
		const channelId = { __rl: true, mode: 'id', value: 'any' };
		const step = getLive(await newAccount('few'), { channelId, options: OPTIONS });
		steps.push({ ...continuing(step), name: `Sign-in ${index}` });
	}
	return [{ name: 'secrets in place of a token', faults: { login: ECHOES_OF_SIGN_IN }, steps }];
}

/** A list for each device of the other server. */
async function echoedLists(newAccount: NewAccount, few: StoredCredential): Promise<ScenarioOnFew> {
	const items = { ...listDevices(await newAccount('many')), name: 'Items' };
	return {
		name: 'secrets in place of the list',
		faults: { devices: ECHOES_WITH_TOKEN },
		steps: [items, continuing(listDevices(few, { options: OPTIONS }))],
	};
}
