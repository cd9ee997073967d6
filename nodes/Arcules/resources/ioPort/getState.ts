/**
 * I/O Port → Get State: one item per port that is asked for, in that order, the state untouched.
 */
import type { IDataObject, IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import { ArculesError, settle } from '../../api/errors';
import { type PortState, portStates } from '../../api/ioPorts';
import { DEFAULT_SETTINGS } from '../../api/settings';
import { shortHtml, shortText } from '../../shared/foreignText';
import { listed, outputHint, reportAdvice } from '../../shared/hint';
import { parameterReader } from '../../shared/parameters';
import { REASON_WORDS } from '../../shared/reasons';
import { connectionOpener, optionsParameter } from '../../shared/requestOptions';
import type { Operation, OperationRun, Outcome } from '../operation';
import { parsePortIds, portIdsParameter } from './portIds';

export const getState: Operation = {
	option: {
		name: 'Get State',
		value: 'getState',
		action: 'Get state of I/O ports',
		description: 'Get the state of inputs and outputs of devices behind a gateway',
	},
	fields: [portIdsParameter, optionsParameter('requestsPerMinute', 'retries', 'timeout')],
	start,
	failedItem: ({ json, binary }, error) => ({
		json: { ...failureFields(error), ...withoutStale(json) },
		binary,
		error,
	}),
};

/** What one port has come to. */
interface PortOutcome extends Outcome {
	/** `undefined` when what was given is not even a text. */
	readonly portId: string | undefined;
}

/** Runs once per input item, which may ask for other ports. */
function start(context: IExecuteFunctions, signal: AbortSignal): OperationRun {
	const portsOf = parameterReader(context, 'portIds', parsePortIds);
	const openConnection = connectionOpener(context);
	const found: PortOutcome[][] = [];
	return {
		concurrency: DEFAULT_SETTINGS.concurrency,
		execute: async (_item, itemIndex) => {
			const ports = portsOf(itemIndex);
			const ids = ports.flatMap(({ portId, error }) => (error === undefined ? [portId] : []));
			const results = await settle(
				async () => await portStates(await openConnection(), ids, signal),
			);
			const outcomes = ports.map(({ portId, error }) => {
				if (error !== undefined) return failed(portId, error);
				const result = results instanceof ArculesError ? results : results(portId);
				return result instanceof ArculesError ? failed(portId, result) : known(portId, result);
			});
			found[itemIndex] = outcomes;
			return { outcomes, refusal: outcomes.find(({ error }) => error !== undefined)?.error };
		},
		hints: () => failureHints(found.flat(), reportAdvice(context)),
	};
}

function known(portId: string, { state, lastUpdated, raw }: PortState): PortOutcome {
	const time = lastUpdated === undefined ? {} : { lastUpdated };
	return { portId, json: { portId, state, ...time, raw } };
}

function failed(portId: string | undefined, failure: ArculesError): PortOutcome {
	const error = withPortId(portId, failure);
	const fields = failureFields(error);
	return { portId, json: portId === undefined ? fields : { portId, ...fields }, error };
}

function failureFields({ explanation, reason }: ArculesError): IDataObject {
	return { error: explanation, reason };
}

/** `I/O port 2945cd45-… gave no state: …` */
function withPortId(portId: string | undefined, error: ArculesError): ArculesError {
	const speaksForItself = error.concernsAccount || error.subject === 'parameters';
	if (portId === undefined || speaksForItself || error.subject === 'n8n') return error;
	return error.withMessage(`I/O port ${shortText(portId)} gave no state: ${error.message}`);
}

const OWN_FIELDS: readonly string[] = ['portId', 'state', 'lastUpdated', 'raw', 'error', 'reason'];

/** The state of an earlier step must not pass for one that was asked for now. */
function withoutStale(json: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([name]) => !OWN_FIELDS.includes(name)));
}

function failureHints(outcomes: readonly PortOutcome[], advice: string): NodeExecutionHint[] {
	const names = outcomes.flatMap(({ portId, error }) =>
		error === undefined
			? []
			: [`${shortHtml(portId ?? 'an entry')} (${REASON_WORDS[error.reason]})`],
	);
	if (names.length === 0) return [];
	const ports = outcomes.length === 1 ? 'I/O port' : 'I/O ports';
	const share = `${names.length} of ${outcomes.length} ${ports}`;
	return [outputHint('warning', `${share} gave no state: ${listed(names)}. ${advice}`)];
}
