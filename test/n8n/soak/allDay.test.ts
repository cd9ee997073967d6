/**
 * Two hours in the life of one real n8n, by the simulator's clock, in as many minutes as this machine needs for 20,000
 * pictures: Get Many again and again, a watch and the events of a rule beside it, tokens that end, cameras that fail. Every
 * item must be what the faults of its run make it, every outage and every event must be told once, and n8n must not grow.
 */
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import pidusage from 'pidusage';
import { median } from 'simple-statistics';
import { getMany, GET_MANY } from '../../../dev/n8n/arcules';
import { itemsOf, type Item } from '../../../dev/n8n/execution';
import { waitFor } from '../../../dev/n8n/waitFor';
import { workflowOf, type Step } from '../../../dev/n8n/workflow';
import { ARCULES_NODE_TYPE } from '../../../dev/names';
import { generatedCamera, type Device } from '../../../dev/simulator/devices';
import type { FaultPlan } from '../../../dev/simulator';
import { startRemoteSimulator } from '../../../dev/simulator/remote';
import { at } from '../../../dev/n8n/json';
import { openForAll } from '../driver/lifetime';
import { PROOF, ruleCredential, RuleWorkflow } from '../driver/ruleWorkflow';
import { NEWEST, TestN8n } from '../driver/testN8n';

const SEED = Number(process.env['SOAK_SEED'] ?? 20_261_127);
const PICTURES = Number(process.env['SOAK_PICTURES'] ?? 20_000);
const CAMERAS = 60;
const WATCHED = 10;
/** Never at fault: an event without its picture would be one of n8n's, or ours. */
const RULED = 3;
const RULE_INTERVAL_MS = 2_000;
const RUNS = Math.ceil(PICTURES / CAMERAS);
/** What the runs put the simulator's clock forward by, all together. */
const LIFE_MS = 2 * 3_600_000;
const PICTURE_BYTES = 20_000;
const PAUSE_MS = 500;
const DEADLINE_MS = 3_600_000;
/** Twice the time that two polls and two confirmations take. */
const EVENT_DEADLINE_MS = 60_000;
const MAX_GROWTH = 1.05;

const EVERY_FIVE_SECONDS = {
	item: Array.from({ length: 12 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 5} * * * * *`,
	})),
};

/** What a camera does in a run, and what its item must say then. */
const KINDS = {
	offline: { plan: { kind: 'offline' }, outcome: 'unavailable' },
	gone: { plan: { kind: 'status', status: 404 }, outcome: 'notFound' },
	page: { plan: { kind: 'html' }, outcome: 'notAnImage' },
	half: { plan: { kind: 'halfJpeg' }, outcome: 'incomplete' },
	refused: { plan: { kind: 'status', status: 401 }, outcome: 'unauthorized' },
	busy: { plan: { kind: 'status', status: 429 }, outcome: 'rateLimited' },
	stumbles: { plan: [{ kind: 'status', status: 503 }], outcome: 'ok' },
	resets: { plan: [{ kind: 'reset' }], outcome: 'ok' },
} as const satisfies Record<string, { plan: FaultPlan; outcome: string }>;

type Kind = keyof typeof KINDS;

const RUN_PLAN = fc.record({
	tokenEnds: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
	faults: fc.uniqueArray(
		fc.record({
			camera: fc.nat({ max: CAMERAS - 1 }),
			kind: fc.constantFrom(...Object.keys(KINDS).filter((name): name is Kind => name in KINDS)),
		}),
		{ selector: ({ camera }) => camera, maxLength: 3 },
	),
});

/** The cameras of the runs, of the watch and of the rule: their names tell them apart. */
const DEVICES: readonly Device[] = [
	...Array.from({ length: CAMERAS }, (_, index) => `Fleet ${index}`),
	...Array.from({ length: WATCHED }, (_, index) => `Watched ${index}`),
	...Array.from({ length: RULED }, (_, index) => `Ruled ${index}`),
].map((name, index) => ({ ...generatedCamera(index), name }));
const FLEET = DEVICES.slice(0, CAMERAS);
const WATCH = DEVICES.slice(CAMERAS, CAMERAS + WATCHED);
const RULE = DEVICES.slice(CAMERAS + WATCHED);

describe(`Two hours of n8n ${NEWEST}`, () => {
	const n8n = openForAll(() => TestN8n.start(NEWEST));
	const simulator = openForAll(() =>
		startRemoteSimulator({ cameras: DEVICES, picture: { bytes: PICTURE_BYTES }, latencyMs: 20 }),
	);
	let isOver = false;

	/** Get Many for each plan; answers with every item that was not what the plan makes it. */
	async function runAll(): Promise<string[]> {
		const credential = await n8n().connect(simulator());
		const pictures = getMany(credential, {
			filters: { name: 'Fleet' },
			options: { concurrency: 20, requestsPerMinute: 0, retries: 1 },
		});
		const workflow = await n8n().deploy([pictures], {
			responseMode: 'lastNode',
			responseData: 'noData',
		});
		const wrong: string[] = [];
		for (const [run, { tokenEnds, faults }] of fc
			.sample(RUN_PLAN, { numRuns: RUNS, seed: SEED })
			.entries()) {
			if (tokenEnds) await simulator().expireTokens();
			const outcomes = new Map(faults.map(({ camera, kind }) => [camera, KINDS[kind]]));
			for (const [camera, { plan }] of outcomes) await simulator().setFault(idOf(camera), plan);
			const { execution } = await workflow.run();
			wrong.push(
				...differences(
					itemsOf(execution, GET_MANY),
					FLEET.map((_, camera) => outcomes.get(camera)?.outcome ?? 'ok'),
				).map((text) => `run ${run}: ${text}`),
			);
			for (const camera of outcomes.keys()) await simulator().setFault(idOf(camera), null);
			await n8n().client.ask('POST', '/executions/delete', { ids: [execution.id] });
			await simulator().advanceClock(LIFE_MS / RUNS);
			await delay(PAUSE_MS);
		}
		return wrong;
	}

	/** Takes one watched camera after the other off the air and back; answers with what was done, in words. */
	async function watchOutages(told: () => Promise<string[]>): Promise<string[]> {
		const done: string[] = [];
		for (let outage = 0; !isOver; outage++) {
			const camera = WATCH[outage % WATCHED];
			if (camera === undefined) break;
			for (const event of ['cameraDown', 'cameraUp']) {
				await simulator().setOffline(camera.id, event === 'cameraDown');
				done.push(`${event} ${camera.name}`);
				await waitFor(
					`${event} of ${camera.name}`,
					async () => (await told()).length >= done.length,
					{
						deadlineMs: EVENT_DEADLINE_MS,
					},
				);
			}
		}
		return done;
	}

	async function publishWatch(): Promise<() => Promise<string[]>> {
		const trigger: Step = {
			name: 'Arcules Trigger',
			type: `${ARCULES_NODE_TYPE}Trigger`,
			typeVersion: 1,
			parameters: {
				pollTimes: EVERY_FIVE_SECONDS,
				events: [
					'cameraDown',
					'cameraUp',
					'gatewayDown',
					'fleetDown',
					'deviceRemoved',
					'deviceAdded',
				],
				filters: { name: 'Watched' },
				options: { requestsPerMinute: 0 },
			},
			credential: await n8n().connect(simulator()),
		};
		const end: Step = { name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
		const { client } = n8n();
		const id = await client.createWorkflow(workflowOf('Watch', [trigger, end]));
		await client.activate(id);
		// A camera that is down at the first check is no event.
		const isLearned = async () => (await simulator().stats()).thumbnails >= WATCHED;
		await waitFor('first check', isLearned);
		await delay(PAUSE_MS);
		const read = new Map<string, string[]>();
		return async () => {
			for (const { id: execution } of (await client.listExecutions(id)).reverse()) {
				if (read.has(execution)) continue;
				const items = itemsOf(await client.executionById(id, execution), trigger.name);
				read.set(
					execution,
					items.map(({ json }) => `${json['event']} ${json['cameraName']}`),
				);
			}
			return [...read.values()].flat();
		};
	}

	/** Fires the rule again and again; answers with what came of it: events without their picture are named. */
	async function fireEvents(): Promise<{ fired: number; arrived: unknown[] }> {
		const credential = await n8n().client.createCredential(ruleCredential(PROOF));
		const account = await n8n().connect(simulator());
		const parameters = { attachPicture: true, channelIdPath: 'body.camera' };
		const rule = await RuleWorkflow.publish(n8n(), { credential, account, parameters });
		let fired = 0;
		while (!isOver) {
			const body = { event: fired++, camera: RULE[fired % RULED]?.id };
			expect(await rule.fire({ ...PROOF, body })).toMatchObject({ status: 200 });
			await delay(RULE_INTERVAL_MS);
		}
		const arrived = (await rule.events(fired)).map(({ json, binary }) =>
			json['pictureStatus'] === 'ok' && 'data' in binary ? at(json, 'body', 'event') : json,
		);
		return { fired, arrived };
	}

	/** The resident set of n8n, once a second. */
	async function sampleMemory(): Promise<number[]> {
		const samples: number[] = [];
		while (!isOver) {
			samples.push((await pidusage(n8n().booted.instance.pid)).memory);
			await delay(1_000);
		}
		return samples;
	}

	it(
		'gives every picture and every event once, blames the right cameras, and does not grow',
		async () => {
			console.log(`${RUNS} runs of ${CAMERAS} cameras, SOAK_SEED=${SEED}`);
			const told = await publishWatch();
			const memory = sampleMemory();
			const outages = watchOutages(told);
			const events = fireEvents();
			const wrong = await runAll().finally(() => (isOver = true));
			const samples = await memory;
			const done = await outages;
			const { fired, arrived } = await events;
			const quarter = (index: number) =>
				median(samples.slice((samples.length * index) / 4, (samples.length * (index + 1)) / 4));
			const growth = quarter(3) / quarter(1);
			const { logins, requests } = await simulator().stats();
			console.log(
				`${requests} requests, ${logins} sign-ins, ${done.length} events of the watch, ${fired} of the rule; resident set in MiB by quarter: ${[0, 1, 2, 3].map((index) => (quarter(index) / 2 ** 20).toFixed(0)).join(', ')} (${growth.toFixed(3)})`,
			);
			expect(wrong).toEqual([]);
			expect(await told()).toEqual(done);
			expect(arrived).toEqual(Array.from({ length: fired }, (_, event) => event));
			expect(n8n().log()).not.toMatch(/unhandled/i);
			expect(growth).toBeLessThanOrEqual(MAX_GROWTH);
		},
		DEADLINE_MS,
	);
});

const idOf = (camera: number): string => FLEET[camera]?.id ?? '';

/** What is not as it should be, one line for each camera. */
function differences(items: readonly Item[], outcomes: readonly string[]): string[] {
	if (items.length !== outcomes.length) return [`${items.length} items, not ${outcomes.length}`];
	return outcomes.flatMap((outcome, camera) => {
		const item = items[camera];
		if (item === undefined) return [`camera ${camera} has no item`];
		const { json, binary } = item;
		const said = json['pictureReason'] ?? json['pictureStatus'];
		const isRight =
			said === outcome && json['id'] === idOf(camera) && 'data' in binary === (outcome === 'ok');
		return isRight ? [] : [`camera ${camera} is ${String(said)}, not ${outcome}`];
	});
}
