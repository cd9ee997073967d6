// Measures whether Get Many keeps to a limit of requests a minute, and what that costs.
import { itemsOf } from '../../n8n/execution';
import { Session } from '../peers/session';
import type { Surroundings } from '../peers/surroundings';
import type { PacingResult } from '../results/types';
import { startRemoteSimulator } from '../simulator/remote';
import { LATENCY_MS, pagesOf } from '../simulator/setup';
import { CONCURRENCY, GET_MANY, getMany } from '../workflows/arcules';

const REQUESTS_PER_MINUTE = 500;
const SETUP = {
	cameras: 1_200,
	otherDevices: 0,
	requestsPerMinute: REQUESTS_PER_MINUTE,
	mischief: 0,
};
const MS_PER_MINUTE = 60_000;

/** The simulator answers 429 to every request above the limit, in any 60 seconds. */
export async function measurePacing(surroundings: Surroundings): Promise<PacingResult> {
	const simulator = await startRemoteSimulator(SETUP);
	try {
		const session = await Session.start(surroundings);
		try {
			const credential = await session.addCredential(simulator.baseUrl);
			const workflow = await session.addWorkflow((webhookPath) =>
				getMany(webhookPath, credential, { requestsPerMinute: REQUESTS_PER_MINUTE }),
			);
			const { executionId, outsideMs } = await session.run(workflow);
			const items = itemsOf(await session.takeExecution(executionId), GET_MANY);
			return {
				cameras: SETUP.cameras,
				requestsPerMinute: REQUESTS_PER_MINUTE,
				pictures: items.filter(({ binary }) => binary['data'] !== undefined).length,
				rateLimited: (await simulator.stats()).rateLimited,
				elapsedMs: outsideMs,
				shortestMs: shortestMs(),
			};
		} finally {
			await session.stop();
		}
	} finally {
		await simulator.stop();
	}
}

/** Whole minutes for all but the last batch, and for that one what the latency costs; the login is first. */
function shortestMs(): number {
	const requests = pagesOf(SETUP) + SETUP.cameras;
	const fullMinutes = Math.floor((requests - 1) / REQUESTS_PER_MINUTE);
	const inLastBatch = requests - fullMinutes * REQUESTS_PER_MINUTE;
	const waves = Math.ceil(inLastBatch / CONCURRENCY);
	return LATENCY_MS + fullMinutes * MS_PER_MINUTE + waves * LATENCY_MS;
}
