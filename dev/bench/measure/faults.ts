// Measures Get Many on a fleet in which some cameras misbehave: is every item what it should be, and in time?
import { max, sum } from 'simple-statistics';
import type { Item } from '../../n8n/execution';
import { optionalTextAt } from '../../n8n/json';
import type { Device, FaultPlan } from '../../simulator';
import { LATENCY_MS, startAccount } from '../account';
import type { Environment } from '../environment';
import { closingAll } from '../started';
import { CONCURRENCY, getMany } from '../variants/arcules';
import { startInN8n } from '../variants/inN8n';

const SIZE = { cameras: 1_000, otherDevices: 0 };
const TIMEOUT_SECONDS = 5;
const RETRIES = 3;
/** The node waits half of these to all of them before it asks again. */
const BACKOFF_MS = [500, 1_000, 2_000];

/** What a camera does, and what that must come to. */
interface Behaviour {
	readonly plan: FaultPlan;
	/** Why there is no picture; without one, there must be one. */
	readonly reason?: string;
	readonly attempts: number;
	/** How long each attempt takes. */
	readonly attemptMs: number;
}

const HEALTHY: Behaviour = { plan: null, attempts: 1, attemptMs: LATENCY_MS };
const BUSY = { kind: 'status', status: 503 } as const;
const OFFLINE: Behaviour = {
	plan: { kind: 'offline' },
	reason: 'unavailable',
	attempts: RETRIES + 1,
	attemptMs: LATENCY_MS,
};
/** The node asks a camera that lets a request hang once more, however many retries it may make. */
const HANGING: Behaviour = {
	plan: { kind: 'hang' },
	reason: 'timeout',
	attempts: 2,
	attemptMs: TIMEOUT_SECONDS * 1_000,
};

/** 5 % are offline, 5 % are busy twice, 2 % hang, 2 % send half a picture; no camera has two of these. */
function behaviourOf(index: number): Behaviour {
	if (index % 20 === 3) return OFFLINE;
	if (index % 20 === 9) return { ...HEALTHY, plan: [BUSY, BUSY], attempts: 3 };
	if (index % 50 === 15) return HANGING;
	if (index % 50 === 26) return { ...OFFLINE, plan: { kind: 'halfJpeg' }, reason: 'incomplete' };
	return HEALTHY;
}

const BEHAVIOURS = Array.from({ length: SIZE.cameras }, (_, index) => behaviourOf(index));

/** Compares every item with what its camera's behaviour asks for, at its place in the device list. */
export const measureFaults = async (environment: Environment) =>
	await closingAll(async (keep) => {
		const { baseUrl, devices, setFault } = keep(await startAccount(SIZE));
		const cameras = await devices();
		for (const [index, { id }] of cameras.entries()) await setFault(id, behaviourOf(index).plan);
		const steps = getMany({ timeout: TIMEOUT_SECONDS, retries: RETRIES });
		const n8n = keep(await startInN8n(environment, steps, [baseUrl]));
		const { timeMs, takeItems } = await n8n.run(baseUrl);
		return { ...judge(cameras, await takeItems()), timeMs: Math.round(timeMs), ...bounds() };
	});

const hasPicture = ({ binary }: Item): boolean => binary['data'] !== undefined;

const reasonIn = ({ json }: Item): string | undefined => optionalTextAt(json, 'pictureReason');

function judge(cameras: readonly Device[], items: readonly Item[]) {
	const isWrong = (item: Item | undefined, index: number) => {
		const reason = BEHAVIOURS[index]?.reason;
		return (
			item?.json['id'] !== cameras[index]?.id ||
			item === undefined ||
			reasonIn(item) !== reason ||
			hasPicture(item) !== (reason === undefined)
		);
	};
	const reasons: Record<string, number> = {};
	for (const reason of items.map(reasonIn)) {
		if (reason !== undefined) reasons[reason] = (reasons[reason] ?? 0) + 1;
	}
	const places = Array.from(
		{ length: Math.max(items.length, cameras.length) },
		(_, at) => items[at],
	);
	return {
		/** Cameras that should give a picture, and those that did. */
		expectedPictures: BEHAVIOURS.filter(({ reason }) => reason === undefined).length,
		pictures: items.filter(hasPicture).length,
		/** Failed cameras by reason. */
		reasons,
		/** Items that are not what their camera's behaviour asks for. */
		wrongItems: places.filter(isWrong).length,
	};
}

/** The bounds of list scheduling (Graham): all work shared out evenly, and the longest piece. */
function bounds() {
	const loginAndFirstPageMs = 2 * LATENCY_MS;
	const workMs = (backoffShare: number) =>
		BEHAVIOURS.map(
			({ attempts, attemptMs }) =>
				attempts * attemptMs + backoffShare * sum([0, ...BACKOFF_MS.slice(0, attempts - 1)]),
		);
	const [least, most] = [workMs(0.5), workMs(1)];
	return {
		/** No schedule can be faster than this. */
		lowerBoundMs: loginAndFirstPageMs + Math.max(sum(least) / CONCURRENCY, max(least)),
		/** No schedule that uses its whole concurrency is slower than this, but for the time n8n itself takes. */
		upperBoundMs: loginAndFirstPageMs + sum(most) / CONCURRENCY + max(most),
	};
}
