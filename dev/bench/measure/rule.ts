// Measures how soon the Arcules Rule Trigger answers, and n8n's own Webhook node, which checks the same header, beside it.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from 'simple-statistics';
import { BootedN8n } from '../../n8n/boot';
import type { Credential, N8nClient } from '../../n8n/client';
import type { ProgressStep } from '../../n8n/progress';
import { waitFor } from '../../n8n/waitFor';
import { webhook as webhookStep, workflowOf, type Step } from '../../n8n/workflow';
import { ARCULES_NODE_TYPE } from '../../names';
import { fireRule } from '../../simulator';
import type { Environment } from '../environment';
import { closingAll } from '../started';
import { withUsage } from './usage';

const EVENTS = 200;
const SECONDS = 10;
const INTERVAL_MS = (SECONDS * 1_000) / EVENTS;
const WARM_UPS = 20;
/** Each trigger has its events so often, in turns. */
const ROUNDS = 3;
/** For the executions of the round before to end. */
const PAUSE_MS = 5_000;

/** The Webhook node knows of no secret, and does not look at the signature that comes of it. */
const PROOF = { apiKey: randomUUID(), secret: randomUUID() };
const END: Step = { name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };

/**
 * How n8n 2.41 evaluates expressions, `N8N_EXPRESSION_ENGINE`: in a sandbox that it makes for each call and each execution,
 * which is what it does unless told otherwise; or in its own process.
 */
const ENGINES = { sandboxed: 'vm', unsandboxed: 'legacy' } as const;

interface Called {
	readonly url: string;
	readonly timesMs: number[];
	/** Of the executions too. */
	readonly cpusMs: number[];
}

/** Of one event. */
interface Cost {
	/** The median time from the call to the answer. */
	readonly timeMs: number;
	/** The processor time of n8n, all its threads together, with that of the execution. */
	readonly cpuMs: number;
}

interface Costs {
	readonly rule: Cost;
	readonly webhook: Cost;
}

/** What an event costs, of which one is sent every twentieth of a second, with each of n8n's ways with expressions. */
export const measureRule = async (environment: Environment, step: ProgressStep) => ({
	events: EVENTS * ROUNDS,
	seconds: SECONDS * ROUNDS,
	sandboxed: await measureCosts(environment, ENGINES.sandboxed, step),
	unsandboxed: await measureCosts(environment, ENGINES.unsandboxed, step),
});

const measureCosts = async (
	environment: Environment,
	engine: string,
	step: ProgressStep,
): Promise<Costs> =>
	await closingAll(async (keep) => {
		const env = { ...environment.env, N8N_EXPRESSION_ENGINE: engine };
		const { client, instance } = keep(await BootedN8n.boot({ ...environment, env }));
		const [rule, webhook] = [await publishRule(client), await publishWebhook(client)];
		for (const { url } of [rule, webhook]) await fireAll(url, WARM_UPS);
		await delay(PAUSE_MS);
		for (let round = 0; round < ROUNDS; round++) {
			step.update(`${engine}, round ${round + 1} of ${ROUNDS}`);
			for (const called of round % 2 === 0 ? [rule, webhook] : [webhook, rule]) {
				const { cpuMs, result } = await withUsage(instance.pid, async () => {
					const timesMs = await fireAll(called.url, EVENTS);
					await delay(PAUSE_MS);
					return timesMs;
				});
				called.timesMs.push(...result);
				called.cpusMs.push(cpuMs / EVENTS);
			}
		}
		return { rule: costOf(rule), webhook: costOf(webhook) };
	});

const costOf = ({ timesMs, cpusMs }: Called): Cost => ({
	timeMs: median(timesMs),
	cpuMs: median(cpusMs),
});

async function publishRule(client: N8nClient): Promise<Called> {
	const webhookId = randomUUID();
	const trigger: Step = {
		name: 'Arcules Rule Trigger',
		type: `${ARCULES_NODE_TYPE}RuleTrigger`,
		typeVersion: 1,
		webhookId,
		parameters: {},
	};
	const credential = { type: 'arculesWebhookApi', data: PROOF };
	return await publish(client, trigger, `${webhookId}/webhook`, credential);
}

/**
 * With the check of a header, so that n8n reads a credential for this node as well. Even so it makes a sandbox for
 * expressions before it calls any node but this one, when its parameters have none (`webhookPhaseNeedsIsolate` in the
 * source of n8n 2.41).
 */
async function publishWebhook(client: N8nClient): Promise<Called> {
	const path = randomUUID();
	const parameters = {
		httpMethod: 'POST',
		responseMode: 'onReceived',
		authentication: 'headerAuth',
	};
	const data = { name: 'authorization', value: `Bearer ${PROOF.apiKey}` };
	return await publish(client, webhookStep(path, parameters), path, {
		type: 'httpHeaderAuth',
		data,
	});
}

async function publish(
	client: N8nClient,
	trigger: Step,
	path: string,
	credential: Omit<Credential, 'name'>,
): Promise<Called> {
	const stored = await client.createCredential({ name: trigger.name, ...credential });
	const steps = [{ ...trigger, credential: stored }, END];
	await client.activate(await client.createWorkflow(workflowOf(trigger.name, steps)));
	const url = `${client.url}/webhook/${path}`;
	await waitFor('webhook that is live', async () => (await statusOf(url)) === 200);
	return { url, timesMs: [], cpusMs: [] };
}

const statusOf = async (url: string): Promise<number> =>
	(await fireRule({ url, ...PROOF, body: { event: 'motion' } })).status;

async function fireAll(url: string, events: number): Promise<number[]> {
	const startMs = performance.now();
	const times: Array<Promise<number>> = [];
	for (let event = 0; event < events; event++) {
		await delay(Math.max(0, event * INTERVAL_MS - (performance.now() - startMs)));
		times.push(fireOnce(url));
	}
	return await Promise.all(times);
}

async function fireOnce(url: string): Promise<number> {
	const startMs = performance.now();
	const status = await statusOf(url);
	if (status !== 200) throw new Error(`A trigger answered ${status}, not 200`);
	return performance.now() - startMs;
}
