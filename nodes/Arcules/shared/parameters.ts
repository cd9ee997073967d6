/**
 * Reads the node's parameters: once where they cannot vary, and never unchecked, because n8n enforces neither limits nor
 * types at run time.
 */
import { type IExecuteFunctions, NodeError } from 'n8n-workflow';
import { type ArculesError, invalidParameter } from '../api/errors';
import { property } from '../api/response';
import { shortText } from './foreignText';

/**
 * A reader of one parameter, by item.
 *
 * A parameter without an expression is read once: reading one costs n8n more than the rest of an item's bookkeeping.
 *
 * @param name of the parameter; `options.fileName` for one in a collection
 * @param parse checks the value, and throws an `ArculesError` when it is invalid
 */
export function parameterReader<T>(
	context: IExecuteFunctions,
	name: string,
	parse: (value: unknown) => T,
): (itemIndex: number) => T {
	const read = (itemIndex: number) => parse(valueOf(context, name, itemIndex));
	if (hasExpression(context, name)) return read;
	let known: { readonly value: T } | undefined;
	return (itemIndex) => (known ??= { value: read(itemIndex) }).value;
}

/** @throws {ArculesError} when the expression in it fails */
function valueOf(context: IExecuteFunctions, name: string, itemIndex: number): unknown {
	let thrown: unknown;
	try {
		return context.getNodeParameter(name, itemIndex, '');
	} catch (error) {
		thrown = error;
	}
	throw thrown instanceof NodeError ? thrown : expressionFailed(name, thrown);
}

/** Parameters whose label says something else than their name. */
const LABELS: Readonly<Record<string, string>> = {
	analyze: 'Analyze Picture',
	binaryPropertyName: 'Put Output File in Field',
	cameraIds: 'Camera Names or IDs',
	channelId: 'Camera',
	onCameraFailure: 'When a Camera Fails',
	onNoMatch: 'When No Camera Matches',
};

function expressionFailed(name: string, thrown: unknown): ArculesError {
	const key = name.split('.').at(-1) ?? name;
	const spaced = key.replace(/[A-Z]/g, ' $&');
	const label = LABELS[key] ?? spaced.charAt(0).toUpperCase() + spaced.slice(1);
	const why = shortText(String(property(thrown, 'message')));
	return invalidParameter(
		`The expression in '${label}' does not work: ${why}`,
		'Open the parameter in the node: n8n shows there what is wrong with the expression.',
	);
}

/** Whether a parameter, or anything in it, may differ from item to item. */
export function hasExpression(context: IExecuteFunctions, name: string): boolean {
	const [root = name] = name.split('.');
	return JSON.stringify(context.getNode().parameters[root] ?? '').includes('"=');
}

/** @throws {ArculesError} unless `value` is a whole number in the range */
export function wholeNumber(value: unknown, label: string, min: number, max: number): number {
	if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
		return value;
	}
	const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
	throw invalidParameter(
		`'${label}' must be a whole number ${range}, but is ${show(value)}`,
		'Correct it in the parameters of the node. If an expression fills it in, check what the expression gives.',
	);
}

/** @throws {ArculesError} unless `value` is a positive number up to `max` */
export function positiveNumber(value: unknown, label: string, max: number): number {
	if (typeof value === 'number' && value > 0 && value <= max) return value;
	throw invalidParameter(
		`'${label}' must be a number above 0 and up to ${max}, but is ${show(value)}`,
		'Correct it in the parameters of the node. If an expression fills it in, check what the expression gives.',
	);
}

/**
 * A check of a switch, which an expression may have set: a text such as "false" would else count as the opposite.
 *
 * @param byDefault what a node means that lacks the parameter
 */
export function onOrOff(label: string, byDefault = false): (value: unknown) => boolean {
	return (value) => {
		if (value === '') return byDefault;
		if (typeof value === 'boolean') return value;
		throw invalidParameter(
			`'${label}' must be true or false, but is ${show(value)}`,
			'Switch it on or off in the node, or check what the expression gives.',
		);
	};
}

/**
 * A check of a choice, which an expression may have made.
 *
 * @param choices the first is the choice of a node that lacks the parameter
 */
export function oneOf<const T extends string>(
	label: string,
	choices: readonly [T, ...T[]],
): (value: unknown) => T {
	return (value) => {
		const chosen = value === '' ? choices[0] : choices.find((choice) => choice === value);
		if (chosen !== undefined) return chosen;
		throw invalidParameter(
			`'${label}' must be one of ${choices.join(', ')}, but is ${show(value)}`,
			'Choose from the list, or check what the expression gives.',
		);
	};
}

/** A value as it may stand in an error text. */
export function show(value: unknown): string {
	const text = value === undefined ? 'not set' : written(value);
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function written(value: unknown): string {
	if (typeof value === 'number') return String(value);
	try {
		// A symbol has no writing in JSON, and an object that holds itself cannot be written.
		return JSON.stringify(value) ?? `of type ${typeof value}`;
	} catch {
		return `of type ${typeof value}`;
	}
}
