// Measures whether Get Many keeps to a limit of requests a minute, and what that costs.
import { LATENCY_MS, pagesOf, startAccount } from '../account';
import type { Environment } from '../environment';
import { closingAll } from '../started';
import { CONCURRENCY, getMany } from '../variants/arcules';
import { startInN8n } from '../variants/inN8n';

const REQUESTS_PER_MINUTE = 500;
const SIZE = { cameras: 1_200, otherDevices: 0 };
const MS_PER_MINUTE = 60_000;

/** The simulator answers 429 to every request above the limit, in any 60 seconds. */
export const measurePacing = async (environment: Environment) =>
	await closingAll(async (keep) => {
		const { baseUrl, stats } = keep(
			await startAccount(SIZE, { requestsPerMinute: REQUESTS_PER_MINUTE }),
		);
		const steps = getMany({ requestsPerMinute: REQUESTS_PER_MINUTE });
		const n8n = keep(await startInN8n(environment, steps, [baseUrl]));
		const { timeMs, countPictures } = await n8n.run(baseUrl);
		return {
			cameras: SIZE.cameras,
			pictures: await countPictures(),
			requestsPerMinute: REQUESTS_PER_MINUTE,
			rateLimited: (await stats()).rateLimited,
			timeMs: Math.round(timeMs),
			/** No client that keeps to the limit can be faster. */
			shortestMs: shortestMs(),
		};
	});

/** Whole minutes for all but the last batch, and for that one what the latency costs; the login is first. */
function shortestMs(): number {
	const requests = pagesOf(SIZE) + SIZE.cameras;
	const fullMinutes = Math.floor((requests - 1) / REQUESTS_PER_MINUTE);
	const inLastBatch = requests - fullMinutes * REQUESTS_PER_MINUTE;
	const waves = Math.ceil(inLastBatch / CONCURRENCY);
	return LATENCY_MS + fullMinutes * MS_PER_MINUTE + waves * LATENCY_MS;
}
