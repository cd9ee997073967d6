// Measures Get Many on a fleet in which some cameras misbehave: is every item what it should be, and in time?
import { itemsOf, type Item } from '../../n8n/execution';
import { optionalTextAt } from '../../n8n/json';
import { createDevices } from '../../simulator/devices';
import { DEFAULT_SETTINGS } from '../../../nodes/Arcules/api/settings';
import { Session } from '../peers/session';
import type { Surroundings } from '../peers/surroundings';
import type { FaultsResult } from '../results/types';
import { mischiefOf, type Mischief } from '../simulator/mischief';
import { startRemoteSimulator } from '../simulator/remote';
import { LATENCY_MS } from '../simulator/setup';
import { CONCURRENCY, GET_MANY, getMany } from '../workflows/arcules';

const SETUP = { cameras: 1_000, otherDevices: 0, requestsPerMinute: 0, mischief: 1 };
const TIMEOUT_SECONDS = 5;
const MS_PER_SECOND = 1_000;
/** The node waits half of these to all of them before it asks again. */
const BACKOFF_MS = [500, 1_000, 2_000];

/** The `reason` that an item must have; cameras that only were busy give their picture. */
const REASONS: Readonly<Record<Mischief, string | undefined>> = {
	offline: 'unavailable',
	busyTwice: undefined,
	hanging: 'timeout',
	halfPicture: 'incomplete',
};

/** Compares every item with what its camera's behaviour asks for, at its place in the device list. */
export async function measureFaults(surroundings: Surroundings): Promise<FaultsResult> {
	const simulator = await startRemoteSimulator(SETUP);
	try {
		const session = await Session.start(surroundings);
		try {
			const credential = await session.addCredential(simulator.baseUrl);
			const workflow = await session.addWorkflow((webhookPath) =>
				getMany(webhookPath, credential, {
					requestsPerMinute: 0,
					timeoutSeconds: TIMEOUT_SECONDS,
				}),
			);
			const { executionId, outsideMs } = await session.run(workflow);
			const items = itemsOf(await session.takeExecution(executionId), GET_MANY);
			return { ...judge(items), elapsedMs: outsideMs, ...bounds() };
		} finally {
			await session.stop();
		}
	} finally {
		await simulator.stop();
	}
}

const reasonFor = (cameraIndex: number): string | undefined => {
	const kind = mischiefOf(cameraIndex);
	return kind === undefined ? undefined : REASONS[kind];
};

const hasPicture = ({ binary }: Item): boolean => binary['data'] !== undefined;

function judge(items: readonly Item[]) {
	const cameras = createDevices(SETUP.cameras, 0);
	const wrong = cameras.filter(({ id }, index) => {
		const item = items[index];
		if (item === undefined || item.json['id'] !== id) return true;
		const reason = reasonFor(index);
		if (reason === undefined) return !hasPicture(item);
		return hasPicture(item) || optionalTextAt(item.json, 'thumbnail', 'reason') !== reason;
	});
	const reasons: Record<string, number> = {};
	for (const { json } of items) {
		const reason = optionalTextAt(json, 'thumbnail', 'reason');
		if (reason !== undefined) reasons[reason] = (reasons[reason] ?? 0) + 1;
	}
	return {
		cameras: SETUP.cameras,
		timeoutSeconds: TIMEOUT_SECONDS,
		picturesExpected: cameras.filter((_, index) => reasonFor(index) === undefined).length,
		pictures: items.filter(hasPicture).length,
		reasons,
		wrong: [
			...wrong.map(({ name }) => name),
			...items.slice(cameras.length).map((_, extra) => `one item too many (${extra + 1})`),
		],
	};
}

/** How long one camera takes at the least and at the most, if only waiting counts. */
function cameraMs(cameraIndex: number): { least: number; most: number } {
	const again = (times: number, eachMs: number) => {
		const backoff = BACKOFF_MS.slice(0, times - 1).reduce((sum, delayMs) => sum + delayMs, 0);
		return { least: times * eachMs + backoff / 2, most: times * eachMs + backoff };
	};
	const attempts = DEFAULT_SETTINGS.retries + 1;
	switch (mischiefOf(cameraIndex)) {
		case 'offline':
			return again(attempts, LATENCY_MS);
		case 'busyTwice':
			return again(3, LATENCY_MS);
		case 'hanging':
			return again(attempts, TIMEOUT_SECONDS * MS_PER_SECOND);
		default:
			return again(1, LATENCY_MS);
	}
}

/** The bounds of list scheduling (Graham): all work shared out evenly, and the longest piece. */
function bounds(): Pick<FaultsResult, 'lowerBoundMs' | 'upperBoundMs'> {
	const times = Array.from({ length: SETUP.cameras }, (_, index) => cameraMs(index));
	const loginAndFirstPageMs = 2 * LATENCY_MS;
	const shared = (key: 'least' | 'most') =>
		times.reduce((sum, time) => sum + time[key], 0) / CONCURRENCY;
	const longest = (key: 'least' | 'most') => Math.max(...times.map((time) => time[key]));
	return {
		lowerBoundMs: loginAndFirstPageMs + Math.max(shared('least'), longest('least')),
		upperBoundMs: loginAndFirstPageMs + shared('most') + longest('most'),
	};
}
