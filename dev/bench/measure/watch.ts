// Measures one check of the trigger: from its first request to the answer to its last.
import { setTimeout as delay } from 'node:timers/promises';
import { median } from 'simple-statistics';
import { simulatedCredential } from '../../n8n/arcules';
import { BootedN8n } from '../../n8n/boot';
import { waitFor } from '../../n8n/waitFor';
import { workflowOf, type Step } from '../../n8n/workflow';
import { ARCULES_NODE_TYPE } from '../../names';
import { LATENCY_MS, pagesOf, sizeOf, startAccount } from '../account';
import type { Environment } from '../environment';
import { closingAll } from '../started';
import { CONCURRENCY } from '../variants/arcules';

const DEVICES = 1_000;
const CHECKS = 5;
const CHECK_DEADLINE_MS = 120_000;
/** Longer than n8n needs to store the state that a check leaves. */
const PAUSE_MS = 3_000;

/** Publishing a workflow makes n8n check at once; the timer's own checks are far away. */
const ONCE_A_DAY = { item: [{ mode: 'everyDay', hour: 0, minute: 0 }] };

/** The median of several checks that look at every camera. */
export const measureWatch = async (environment: Environment) =>
	await closingAll(async (keep) => {
		const size = sizeOf(DEVICES);
		const account = keep(await startAccount(size));
		const { client } = keep(await BootedN8n.boot(environment));
		const credential = await client.createCredential(simulatedCredential(account.baseUrl));
		const trigger: Step = {
			name: 'Arcules Trigger',
			type: `${ARCULES_NODE_TYPE}Trigger`,
			typeVersion: 1,
			parameters: {
				pollTimes: ONCE_A_DAY,
				events: ['cameraDown', 'cameraUp'],
				options: { concurrency: CONCURRENCY, requestsPerMinute: 0 },
			},
			credential,
		};
		const end: Step = { name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
		const id = await client.createWorkflow(workflowOf('Watch', [trigger, end]));
		const times: number[] = [];
		for (let check = 0; check < CHECKS; check++) {
			await account.resetRecords();
			await client.activate(id);
			const isOver = async () => {
				const { devices, thumbnails } = await account.stats();
				return devices === pagesOf(size) && thumbnails === size.cameras;
			};
			await waitFor('the end of a check', isOver, { deadlineMs: CHECK_DEADLINE_MS });
			times.push(spanOf(await account.requests()));
			await client.deactivate(id);
			await delay(PAUSE_MS);
		}
		return { devices: DEVICES, cameras: size.cameras, checks: CHECKS, timeMs: median(times) };
	});

/** A sign-in, if there was one, is part of it. */
const spanOf = (requests: ReadonlyArray<{ readonly at: number }>): number => {
	const times = requests.map(({ at }) => at);
	return Math.max(...times) - Math.min(...times) + LATENCY_MS;
};
