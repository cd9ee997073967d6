/**
 * How n8n runs the polls: what it tells of it differs between its versions and its schedulers.
 */
import type { IPollFunctions } from 'n8n-workflow';
import type { Poller } from './lock';

/** What n8n's classic timer gives a poll; it does not end one that takes longer. */
const CLASSIC_BUDGET_MS = 5 * 60 * 1000;

/** How long a poll may take: n8n's durable scheduler throws away what a longer one finds. */
export function pollBudgetMs(context: IPollFunctions): number {
	return hasBudget(context) ? context.getPollBudgetMs() : CLASSIC_BUDGET_MS;
}

/** n8n 1 has no such method. */
function hasBudget(context: IPollFunctions): boolean {
	return typeof context.getPollBudgetMs === 'function';
}

/** Who polls. */
export function pollerOf(context: IPollFunctions): Poller {
	const { id, parameters, credentials, typeVersion } = context.getNode();
	return {
		key: `${context.getWorkflow().id}:${id}`,
		// The classic timer has one context for all polls of an activation, the durable scheduler one for each poll.
		activation: pollBudgetMs(context) === CLASSIC_BUDGET_MS ? context : undefined,
		definition: JSON.stringify([typeVersion, parameters, credentials]),
	};
}

const seenContexts = new WeakSet<IPollFunctions>();

/** Which poll of an activation this is, as far as it matters. */
export type Turn = 'atActivation' | 'atActivationOfN8n1' | 'later';

/**
 * With the classic timer, n8n waits for the first poll when it activates the workflow. Nothing that a context tells says
 * that it is the first, but there is one context for all polls of an activation.
 */
export function turnOf(context: IPollFunctions): Turn {
	if (pollBudgetMs(context) !== CLASSIC_BUDGET_MS || seenContexts.has(context)) return 'later';
	seenContexts.add(context);
	return hasBudget(context) ? 'atActivation' : 'atActivationOfN8n1';
}

/**
 * What the poll at activation takes at most on n8n 2, which publishes five workflows at a time, gives up after 84 seconds,
 * and takes no newer version of the workflow meanwhile (seen in 2.41.1).
 */
export const ACTIVATION_BUDGET_MS = 5_000;
