/**
 * Reads the node's parameters: once where they cannot vary, and never unchecked, because n8n enforces neither limits nor
 * types at run time.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { invalidParameter } from '../api/errors';

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
	const read = (itemIndex: number) => parse(context.getNodeParameter(name, itemIndex, ''));
	if (hasExpression(context, name)) return read;
	let known: { readonly value: T } | undefined;
	return (itemIndex) => (known ??= { value: read(itemIndex) }).value;
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
	const text = value === undefined ? 'not set' : JSON.stringify(value);
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
