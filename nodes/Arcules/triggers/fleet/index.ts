/**
 * What the trigger does at each poll.
 */
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { Connection } from '../../api/connection';
import { ArculesError, settle } from '../../api/errors';
import { devicePages } from '../../api/paging';
import { anySignal } from '../../concurrency/signals';
import { toNodeError } from '../../shared/onError';
import { type CheckResult, checkFleet } from './check';
import { watchOf } from './choice';
import { attachment, jsonOf } from './items';
import { listDevices } from './listing';
import { type Poller, type PollLock, tryLock } from './lock';
import { Memory } from './memory';
import type { Occurrence } from './occurrences';
import { ACTIVATION_BUDGET_MS, pollBudgetMs, pollerOf, turnOf } from './poller';
import { sampleEvents } from './sample';
import { readSettings, type Settings } from './settings';
import { SECOND_MS, wholeSeconds } from './state';
import { TimeWords } from './timeWords';

/**
 * Checks the fleet, as far as time allows, and gives one item for each event.
 *
 * @returns `null` when there is nothing to report, or another check is still under way
 * @throws {NodeApiError} when the account fails; what is remembered stays as it is then
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const items = await settle(async () => {
		const settings = readSettings(this);
		if (this.getMode() === 'manual') return await sampleEvents(this, settings);
		return await watch(this, settings);
	});
	if (items instanceof ArculesError) throw toNodeError(this.getNode(), items, 0);
	return items.length === 0 ? null : [items];
}

async function watch(context: IPollFunctions, settings: Settings): Promise<INodeExecutionData[]> {
	const budgetMs = pollBudgetMs(context);
	const poller = pollerOf(context);
	const turn = turnOf(context);
	const lock = tryLock(poller, turn === 'atActivation' ? ACTIVATION_BUDGET_MS : budgetMs);
	if (lock === undefined) {
		context.logger.debug('The check before is still under way; this one is left out');
		return [];
	}
	try {
		if (turn === 'atActivationOfN8n1') {
			await proveAccount(context, settings, lock.signal);
			return [];
		}
		return await check(context, settings, poller, budgetMs, lock);
	} finally {
		lock.release();
	}
}

/**
 * n8n 1 activates one workflow after the other, so that a sweep of a large fleet would hold up its start: one page of the
 * list shows whether the account works.
 */
async function proveAccount(
	context: IPollFunctions,
	settings: Settings,
	signal: AbortSignal,
): Promise<void> {
	const connection = await Connection.open(context, settings.requests);
	await devicePages(connection, signal).next();
}

/** A list that is longer than this part of the budget goes on at the next check; cameras have their turn as well. */
const LIST_SHARE = 0.5;

/** So that a camera that never answers has missed its deadline before the check is over. */
const DEADLINE_SHARE = 0.45;

async function check(
	context: IPollFunctions,
	settings: Settings,
	{ key, activation }: Poller,
	budgetMs: number,
	lock: PollLock,
): Promise<INodeExecutionData[]> {
	const staticData = context.getWorkflowStaticData('node');
	const memory = new Memory(key, staticData, activation === undefined, () => {
		context.logger.warn(
			'Arcules Trigger: what was remembered of the fleet is of another version or corrupt, so the watch begins anew',
		);
	});
	const before = memory.recall();
	// A clock that was set back must not make this check older than the one before.
	const nowMs = Math.max(wholeSeconds(Date.now()), (before?.savedMs ?? 0) + SECOND_MS);
	const { filter, takesPictures, plan } = settings;
	const timeoutMs = Math.min(settings.requests.timeoutMs, Math.ceil(DEADLINE_SHARE * budgetMs));
	const { concurrency } = settings.requests;
	const result = await settle(async () => {
		const connection = await Connection.open(context, { ...settings.requests, timeoutMs });
		const watched = await watchOf(context, filter, takesPictures);
		const listTimeMs = before === undefined ? budgetMs : Math.ceil(LIST_SHARE * budgetMs);
		const inTime = anySignal(lock.signal, AbortSignal.timeout(listTimeMs));
		const { fingerprint } = watched;
		const listing = await listDevices(connection, fingerprint, memory.listing, inTime.signal);
		if (lock.isHeld()) memory.keepListing(listing.kind === 'whole' ? undefined : listing.partial);
		const whole = { ...plan, watch: watched, takesPictures, concurrency, timeoutMs };
		const emit = async (occurrences: readonly Occurrence[]) =>
			await itemsOf(context, settings, occurrences, nowMs);
		return await checkFleet(connection, whole, listing, before, nowMs, lock.signal, emit);
	});
	if (!lock.isHeld()) return [];
	if (result instanceof ArculesError) throw result;
	return remember(memory, result);
}

function remember(
	memory: Memory,
	{ state, items, failure }: CheckResult<INodeExecutionData>,
): INodeExecutionData[] {
	if (failure !== undefined) {
		if (state !== undefined) memory.keepInProcess(state);
		throw failure;
	}
	if (state !== undefined) memory.save(state, items.length > 0);
	return items;
}

async function itemsOf(
	context: IPollFunctions,
	{ reported, attachPicture }: Settings,
	occurrences: readonly Occurrence[],
	nowMs: number,
): Promise<INodeExecutionData[]> {
	const words = new TimeWords(nowMs, context.getTimezone());
	const wanted = occurrences.filter(({ event }) => reported.has(event));
	return await Promise.all(
		wanted.map(async (occurrence) => {
			const item = { json: jsonOf(occurrence, words) };
			if (!attachPicture || occurrence.kind !== 'camera') return item;
			const { device, picture } = occurrence;
			return picture ? { ...item, ...(await attachment(context, device, picture)) } : item;
		}),
	);
}
