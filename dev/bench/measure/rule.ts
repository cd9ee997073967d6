// Measures how soon the Arcules Rule Trigger answers, and n8n's own Webhook node, which checks the same header, beside it.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from 'simple-statistics';
import { BootedN8n } from '../../n8n/boot';
import type { Credential, N8nClient } from '../../n8n/client';
import type { ProgressStep } from '../../n8n/progress';
import { waitFor } from '../../n8n/waitFor';
import { webhook, workflowOf, type Step } from '../../n8n/workflow';
import { ARCULES_NODE_TYPE } from '../../names';
import { fireRule } from '../../simulator';
import type { Environment } from '../environment';
import { closingAll } from '../started';

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

interface Called {
	readonly url: string;
	readonly timesMs: number[];
}

/** The medians of all events, of which one is sent every twentieth of a second. */
export const measureRule = async (environment: Environment, step: ProgressStep) =>
	await closingAll(async (keep) => {
		const { client } = keep(await BootedN8n.boot(environment));
		const [rule, own] = [await publishRule(client), await publishWebhook(client)];
		for (const { url } of [rule, own]) await fireAll(url, WARM_UPS);
		for (let round = 0; round < ROUNDS; round++) {
			step.update(`round ${round + 1} of ${ROUNDS}`);
			for (const { url, timesMs } of round % 2 === 0 ? [rule, own] : [own, rule]) {
				await delay(PAUSE_MS);
				timesMs.push(...(await fireAll(url, EVENTS)));
			}
		}
		return {
			events: EVENTS * ROUNDS,
			seconds: SECONDS * ROUNDS,
			timeMs: median(rule.timesMs),
			webhookTimeMs: median(own.timesMs),
		};
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
	return await publish(client, webhook(path, parameters), path, { type: 'httpHeaderAuth', data });
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
	return { url, timesMs: [] };
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
