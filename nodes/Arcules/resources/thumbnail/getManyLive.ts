/**
 * Thumbnail → Get Many Live Thumbnails: a picture of every camera, in the order of the device list, as one item each or
 * as one item for all.
 */
import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { ArculesError, settle } from '../../api/errors';
import { distinctNames } from '../../shared/fileName';
import { shortHtml, shortText } from '../../shared/foreignText';
import { outputHint, reportAdvice } from '../../shared/hint';
import { onErrorOf } from '../../shared/onError';
import { hasExpression } from '../../shared/parameters';
import { connectionOpener, settingsOrDefaults } from '../../shared/requestOptions';
import type { ItemResult, Operation, OperationRun } from '../operation';
import { withErrorColumn } from './errorColumn';
import { type FleetResult, picturesOfFleet } from './fleet';
import { type FleetQuery, fleetQueryReader, getManyFields } from './getManyParameters';
import { pictureHints } from './hints';
import { type CameraOutcome, failedItem } from '../../shared/pictureItem';
import { oneItem } from './oneItem';

export const getManyLive: Operation = {
	option: {
		name: 'Get Many Live Thumbnails',
		value: 'getManyLive',
		action: 'Get many live thumbnails',
		description: 'Get the pictures all cameras see now, and which cameras gave none',
	},
	// There is room for about 27 letters, and the node is named after the operation.
	subtitle: [
		'(({ all: "All cameras", selected: "Selected cameras", allExcept: "All except some" })[$parameter["cameras"]] ?? "Get Many Live Thumbnails")',
		'(({ oneItem: ", one item", statusOnly: ", status only" })[$parameter["output"]] ?? "")',
	].join(' + '),
	fields: getManyFields,
	start,
	failedItem: (item, error) => failedItem({ ...item, kind: 'input' }, error),
};

/** What one input item has come to, for the hints. */
interface Fleet extends FleetResult {
	readonly query: FleetQuery;
}

/** Runs once per input item, which may choose differently. */
function start(context: IExecuteFunctions, signal: AbortSignal): OperationRun {
	const openConnection = connectionOpener(context);
	const { concurrency } = settingsOrDefaults(context);
	const queryOf = fleetQueryReader(context);
	const run = { context, openConnection, distinct: distinctNames(), signal };
	const fleets: Fleet[] = [];
	return {
		concurrency,
		execute: async (item, itemIndex) => {
			const query = queryOf(itemIndex);
			const result = await settle(
				async () => await picturesOfFleet(run, { ...query, concurrency }),
			);
			if (result instanceof ArculesError) return failed(item, query, result);
			fleets[itemIndex] = { ...result, query };
			const isEmpty = result.outcomes.length === 0;
			if (isEmpty && query.failsWithoutMatch) return failed(item, query, nothingMatched(result));
			return resultOf(context, result, query);
		},
		align: withErrorColumn,
		hints: () => [...hintsOf(context, fleets.flat()), ...repetitionHint(context)],
	};
}

function failed(item: INodeExecutionData, query: FleetQuery, error: ArculesError): ItemResult {
	const outcome = failedItem({ ...item, kind: 'input' }, error, {}, query.options);
	return { outcomes: [outcome], refusal: error };
}

function nothingMatched({ tally }: FleetResult): ArculesError {
	return new ArculesError('notFound', tally.whyNothing(shortText), {
		description:
			"Check 'Cameras' and 'Filters'. If this is no failure, set 'When No Camera Matches' to Return Nothing.",
	});
}

function resultOf(
	context: IExecuteFunctions,
	{ outcomes }: FleetResult,
	{ output, leavesFailuresOut, options }: FleetQuery,
): ItemResult {
	const refusal = refusalOf(outcomes);
	if (output === 'oneItem' && outcomes.length > 0) {
		const field = options.binaryPropertyName;
		const { json, binary } = oneItem(outcomes, !leavesFailuresOut, field, context.getTimezone());
		if (refusal === undefined) {
			const listsFailures = !leavesFailuresOut && onErrorOf(context) === 'errorOutput';
			return { outcomes: [{ json, binary }, ...(listsFailures ? failuresOf(outcomes) : [])] };
		}
		const refused = { ...json, error: refusal.explanation };
		return { outcomes: [{ json: refused, binary, error: refusal }], refusal };
	}
	// When the account is at fault rather than its cameras, that is not left out.
	const leavesOut = leavesFailuresOut && refusal === undefined;
	return { outcomes: outcomes.filter(({ error }) => !leavesOut || error === undefined), refusal };
}

/** An error output is there for the cameras that failed: each leaves by it, beside the one item for all. */
function failuresOf(outcomes: readonly CameraOutcome[]): CameraOutcome[] {
	return outcomes.filter(({ error }) => error !== undefined);
}

/** One forbidden camera is about that camera; but when every camera is refused, it is about the account. */
function refusalOf(outcomes: readonly CameraOutcome[]): ArculesError | undefined {
	const accountError = outcomes.find(({ error }) => error?.concernsAccount)?.error;
	if (accountError !== undefined) return accountError;
	const [first] = outcomes.map(({ error }) => error);
	const isRefused = outcomes.every(({ error }) => error?.subject === 'access');
	if (first === undefined || !isRefused) return undefined;
	if (outcomes.length === 1) return first;
	return first.withMessage(
		`Arcules refuses this account the pictures of all ${outcomes.length} cameras. ${first.message}`,
	);
}

function hintsOf(context: IExecuteFunctions, fleets: readonly Fleet[]): NodeExecutionHint[] {
	const [first] = fleets;
	if (first === undefined) return [];
	const outcomes = fleets.flatMap((fleet) => fleet.outcomes);
	const leftOut = fleets.reduce((sum, fleet) => sum + fleet.leftOut, 0);
	return [
		...pictureHints(outcomes, adviceFor(context, first.query)),
		...fleets
			.filter((fleet) => fleet.outcomes.length === 0 && !fleet.query.failsWithoutMatch)
			.map(({ tally }) => outputHint('warning', tally.whyNothing(shortHtml))),
		...(leftOut === 0
			? []
			: [outputHint('warning', `The option 'Limit' left out ${leftOut} more cameras.`)]),
	];
}

function adviceFor(context: IExecuteFunctions, query: FleetQuery): string {
	if (query.output !== 'oneItem') {
		return query.leavesFailuresOut ? 'They were left out.' : reportAdvice(context);
	}
	if (query.leavesFailuresOut) return 'The item counts them, but does not name them.';
	const inItem = 'The item says why in its summary, its html and its failedCameras.';
	return onErrorOf(context) === 'errorOutput' ? `${inItem} ${reportAdvice(context)}` : inItem;
}

/** Without it, a fleet of twelve after a list of twelve is asked twelve times, and nobody sees why. */
function repetitionHint(context: IExecuteFunctions): NodeExecutionHint[] {
	const count = context.getInputData().length;
	const mayDiffer = ['cameras', 'cameraIds', 'filters', 'options'].some((name) =>
		hasExpression(context, name),
	);
	if (count < 2 || mayDiffer) return [];
	return [
		outputHint(
			'warning',
			`This node ran ${count} times, once for each input item, with the same cameras each time. If once is enough, turn on Execute Once in its settings.`,
		),
	];
}
