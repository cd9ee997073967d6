/**
 * Arcules Rule Trigger under load: two hundred events in ten seconds, by turns with calls of n8n's own Webhook node.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from 'simple-statistics';
import { itemsOf } from '../../dev/n8n/execution';
import { at } from '../../dev/n8n/json';
import { webhook, workflowOf, type Step } from '../../dev/n8n/workflow';
import { fireRule } from '../../dev/simulator';
import { openForAll } from './driver/lifetime';
import { PROOF, RULE_TRIGGER, ruleCredential, RuleWorkflow } from './driver/ruleWorkflow';
import { TestN8n, VERSIONS } from './driver/testN8n';

const EVENTS = 200;
const SECONDS = 10;
const INTERVAL_MS = (SECONDS * 1_000) / EVENTS;
const MAX_MEDIAN_MS = 100;
const MAX_RATIO = 1.3;
const END: Step = { name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };

const numbers = Array.from({ length: EVENTS }, (_, index) => index);

describe.each(VERSIONS)('Arcules Rule Trigger in n8n %s', (version) => {
	const n8n = openForAll(() => TestN8n.start(version));

	/** n8n's own trigger, set to answer as ours does. */
	async function publishWebhook(): Promise<string> {
		const path = randomUUID();
		const trigger = webhook(path, { httpMethod: 'POST', responseMode: 'onReceived' });
		const id = await n8n().client.createWorkflow(workflowOf('Webhook', [trigger, END]));
		await n8n().client.activate(id);
		await n8n().client.callWebhook(path, { method: 'POST', body: {} });
		return `${n8n().client.url}/webhook/${path}`;
	}

	async function timeMs(url: string, n: number): Promise<number> {
		const start = performance.now();
		const { status } = await fireRule({ url, ...PROOF, body: { n } });
		expect(status).toBe(200);
		return performance.now() - start;
	}

	test('makes 200 executions of 200 events in ten seconds, and answers as quickly as n8n’s own', async () => {
		const credential = await n8n().client.createCredential(ruleCredential(PROOF));
		const rule = await RuleWorkflow.publish(n8n(), { credential });
		const webhookUrl = await publishWebhook();
		for (let warmUp = 0; warmUp < 5; warmUp++) await timeMs(webhookUrl, -1);
		for (let warmUp = 0; warmUp < 5; warmUp++) await timeMs(rule.url, -1);

		const started = performance.now();
		const ours: Array<Promise<number>> = [];
		const theirs: Array<Promise<number>> = [];
		for (const n of numbers) {
			await delay(Math.max(0, n * INTERVAL_MS - (performance.now() - started)));
			ours.push(timeMs(rule.url, n));
			await delay(INTERVAL_MS / 2);
			theirs.push(timeMs(webhookUrl, n));
		}
		const sentMs = performance.now() - started;
		const [ourMedian, theirMedian] = [
			median(await Promise.all(ours)),
			median(await Promise.all(theirs)),
		];
		process.stderr.write(
			`n8n ${version}: median ${ourMedian.toFixed(1)} ms, of the Webhook node ${theirMedian.toFixed(1)} ms\n`,
		);

		expect(sentMs).toBeLessThan(SECONDS * 1_000 + 2_000);
		const finished = await n8n().client.finishedExecutions(rule.id, { count: EVENTS + 5 });
		expect(finished.map(({ status }) => status)).toEqual(finished.map(() => 'success'));
		const arrived: unknown[] = [];
		for (const { id } of finished) {
			const items = itemsOf(await n8n().client.getExecution(id), RULE_TRIGGER);
			arrived.push(...items.map(({ json }) => at(json, 'body', 'n')));
		}
		const counted = arrived
			.map(Number)
			.filter((n) => n >= 0)
			.sort((a, b) => a - b);
		expect(counted).toEqual(numbers);
		expect(ourMedian).toBeLessThan(MAX_MEDIAN_MS);
		expect(ourMedian / theirMedian).toBeLessThanOrEqual(MAX_RATIO);
	}, 180_000);
});
