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

/** Whether this is the poll with which n8n 1 activates the workflow; nothing that a context tells says so. */
export function isFirstPollOnN8n1(context: IPollFunctions): boolean {
	if (hasBudget(context) || seenContexts.has(context)) return false;
	seenContexts.add(context);
	return true;
}
