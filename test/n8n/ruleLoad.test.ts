/**
 * Arcules Rule Trigger under load: two hundred events in ten seconds.
 *
 * That none is lost or comes twice holds everywhere. How quickly they are answered is printed here, and held against
 * bounds by the benchmark, which runs on a machine that does nothing else.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { median } from 'simple-statistics';
import { itemsOf } from '../../dev/n8n/execution';
import { at } from '../../dev/n8n/json';
import { fireRule } from '../../dev/simulator';
import { openForAll } from './driver/lifetime';
import { PROOF, RULE_TRIGGER, ruleCredential, RuleWorkflow } from './driver/ruleWorkflow';
import { TestN8n, VERSIONS } from './driver/testN8n';

const EVENTS = 200;
const SECONDS = 10;
const INTERVAL_MS = (SECONDS * 1_000) / EVENTS;

const numbers = Array.from({ length: EVENTS }, (_, index) => index);

describe.each(VERSIONS)('Arcules Rule Trigger in n8n %s', (version) => {
	const n8n = openForAll(() => TestN8n.start(version));

	async function timeMs(url: string, n: number): Promise<number> {
		const start = performance.now();
		const { status } = await fireRule({ url, ...PROOF, body: { n } });
		expect(status).toBe(200);
		return performance.now() - start;
	}

	/** Of the times of all events, of which one is sent every twentieth of a second. */
	async function medianOf(url: string): Promise<number> {
		const started = performance.now();
		const times: Array<Promise<number>> = [];
		for (const n of numbers) {
			await delay(Math.max(0, n * INTERVAL_MS - (performance.now() - started)));
			times.push(timeMs(url, n));
		}
		expect(performance.now() - started).toBeLessThan(SECONDS * 1_000 + 1_000);
		return median(await Promise.all(times));
	}

	let rule: RuleWorkflow;

	beforeAll(async () => {
		const credential = await n8n().client.createCredential(ruleCredential(PROOF));
		rule = await RuleWorkflow.publish(n8n(), { credential });
	});

	test('makes 200 executions of 200 events in ten seconds', async () => {
		const answeredMs = await medianOf(rule.url);
		process.stderr.write(`n8n ${version} answers after ${answeredMs.toFixed(1)} ms\n`);

		const wanted = { count: EVENTS, deadlineMs: 120_000 };
		const finished = await n8n().client.finishedExecutions(rule.id, wanted);
		expect(finished.map(({ status }) => status)).toEqual(finished.map(() => 'success'));
		const arrived: number[] = [];
		for (const { id } of finished) {
			const items = itemsOf(await n8n().client.getExecution(id), RULE_TRIGGER);
			arrived.push(...items.map(({ json }) => Number(at(json, 'body', 'n'))));
		}
		expect(arrived.sort((one, other) => one - other)).toEqual(numbers);
	}, 300_000);
});
