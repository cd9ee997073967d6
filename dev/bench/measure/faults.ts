// Measures Get Many on a fleet in which some cameras misbehave: is every item what it should be, and in time?
import { max, sum } from 'simple-statistics';
import type { Item } from '../../n8n/execution';
import { optionalTextAt } from '../../n8n/json';
import type { FaultPlan } from '../../simulator';
import { createDevices } from '../../simulator/devices';
import { LATENCY_MS, startAccount } from '../account';
import type { Environment } from '../environment';
import type { FaultsResult } from '../results';
import { CONCURRENCY, getMany } from '../variants/arcules';
import { startInN8n } from '../variants/inN8n';

const SIZE = { cameras: 1_000, otherDevices: 0 };
const TIMEOUT_SECONDS = 5;
const TIMEOUT_MS = TIMEOUT_SECONDS * 1_000;
const RETRIES = 3;
/** The node waits half of these to all of them before it asks again. */
const BACKOFF_MS = [500, 1_000, 2_000];

/** How a camera behaves, and what that must come to. */
interface Behaviour {
	readonly plan: FaultPlan;
	/** Why there is no picture; without one, there must be one. */
	readonly reason?: string;
	readonly attempts: number;
	readonly attemptMs: number;
}

const HEALTHY: Behaviour = { plan: null, attempts: 1, attemptMs: LATENCY_MS };
const BUSY = { kind: 'status', status: 503 } as const;

/** Spread over the fleet, so that no camera has two of them: 5 % are offline, 5 % busy, 2 % hang, 2 % send half. */
const FAULTS: ReadonlyArray<Behaviour & { readonly every: number; readonly at: number }> = [
	{
		every: 20,
		at: 3,
		plan: { kind: 'offline' },
		reason: 'unavailable',
		attempts: RETRIES + 1,
		attemptMs: LATENCY_MS,
	},
	{ every: 20, at: 9, plan: [BUSY, BUSY], attempts: 3, attemptMs: LATENCY_MS },
	{
		every: 50,
		at: 15,
		plan: { kind: 'hang' },
		reason: 'timeout',
		attempts: RETRIES + 1,
		attemptMs: TIMEOUT_MS,
	},
	{
		every: 50,
		at: 26,
		plan: { kind: 'halfJpeg' },
		reason: 'incomplete',
		attempts: 1,
		attemptMs: LATENCY_MS,
	},
];

/** The cameras in the order of the device list, each with its behaviour. */
const CAMERAS = createDevices(SIZE.cameras, SIZE.otherDevices).map(({ id }, index) => ({
	id,
	...(FAULTS.find(({ every, at }) => index % every === at) ?? HEALTHY),
}));

/** Compares every item with what its camera's behaviour asks for, at its place in the device list. */
export async function measureFaults(environment: Environment): Promise<FaultsResult> {
	const account = await startAccount(SIZE);
	try {
		for (const { id, plan } of CAMERAS) if (plan !== null) await account.setFault(id, plan);
		const steps = getMany({ timeout: TIMEOUT_SECONDS, retries: RETRIES });
		const n8n = await startInN8n(environment, steps, [account.baseUrl]);
		try {
			const { timeMs, takeItems } = await n8n.run(account.baseUrl);
			return { ...judge(await takeItems()), timeMs: Math.round(timeMs), ...bounds() };
		} finally {
			await n8n.stop();
		}
	} finally {
		await account.stop();
	}
}

const hasPicture = ({ binary }: Item): boolean => binary['data'] !== undefined;

const reasonIn = ({ json }: Item): string | undefined =>
	optionalTextAt(json, 'thumbnail', 'reason');

function judge(items: readonly Item[]) {
	const isWrong = (item: Item, index: number) => {
		const camera = CAMERAS[index];
		return (
			item.json['id'] !== camera?.id ||
			reasonIn(item) !== camera?.reason ||
			hasPicture(item) !== (camera?.reason === undefined)
		);
	};
	const reasons: Record<string, number> = {};
	for (const reason of items.map(reasonIn)) {
		if (reason !== undefined) reasons[reason] = (reasons[reason] ?? 0) + 1;
	}
	const missing = Math.max(0, CAMERAS.length - items.length);
	return {
		expectedPictures: CAMERAS.filter(({ reason }) => reason === undefined).length,
		pictures: items.filter(hasPicture).length,
		reasons,
		wrongItems: items.filter(isWrong).length + missing,
	};
}

/** The bounds of list scheduling (Graham): all work shared out evenly, and the longest piece. */
function bounds(): Pick<FaultsResult, 'lowerBoundMs' | 'upperBoundMs'> {
	const loginAndFirstPageMs = 2 * LATENCY_MS;
	const backoffMs = ({ attempts }: Behaviour) => sum([0, ...BACKOFF_MS.slice(0, attempts - 1)]);
	const workMs = (backoffShare: number) =>
		CAMERAS.map((camera) => camera.attempts * camera.attemptMs + backoffShare * backoffMs(camera));
	const [least, most] = [workMs(0.5), workMs(1)];
	return {
		lowerBoundMs: loginAndFirstPageMs + Math.max(sum(least) / CONCURRENCY, max(least)),
		upperBoundMs: loginAndFirstPageMs + sum(most) / CONCURRENCY + max(most),
	};
}
