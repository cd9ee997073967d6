// Reads a fault that a person sent as JSON, saying what is wrong with it.
import type { Fault, FaultPlan, FaultStep } from './faults';

type Fields = Readonly<Record<string, unknown>>;

/** Says which part of a fault cannot be used. */
export class InvalidFaultError extends Error {}

const PLAIN_KINDS = [
	'offline',
	'html',
	'json',
	'jsonAsJpeg',
	'empty',
	'halfJpeg',
	'cutJpeg',
	'endless',
	'reset',
	'hang',
	'frozen',
] as const;
const KINDS_WITH_FIELDS = ['status', 'drip', 'huge', 'slow', 'redirect', 'padded'];

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function count(fields: Fields, name: string): number {
	const value = fields[name];
	if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
	throw new InvalidFaultError(`"${name}" must be a whole number of 0 or more`);
}

function httpStatus(fields: Fields): number {
	const status = count(fields, 'status');
	if (status >= 200 && status <= 599) return status;
	throw new InvalidFaultError('"status" must be between 200 and 599');
}

function text(fields: Fields, name: string): string {
	const value = fields[name];
	if (typeof value === 'string') return value;
	throw new InvalidFaultError(`"${name}" must be a text`);
}

function body(fields: Fields): object | string {
	const value = fields['body'];
	if (typeof value === 'string' || (typeof value === 'object' && value !== null)) return value;
	throw new InvalidFaultError('"body" must be a text or an object');
}

function headers(fields: Fields): Record<string, string> {
	const value = fields['headers'];
	if (!isFields(value)) throw new InvalidFaultError('"headers" must be an object');
	return Object.fromEntries(Object.keys(value).map((name) => [name, text(value, name)]));
}

function statusFault(fields: Fields): Fault {
	return {
		kind: 'status',
		status: httpStatus(fields),
		...(fields['body'] === undefined ? {} : { body: body(fields) }),
		...(fields['contentType'] === undefined ? {} : { contentType: text(fields, 'contentType') }),
		...(fields['headers'] === undefined ? {} : { headers: headers(fields) }),
	};
}

function faultWithFields(kind: unknown, fields: Fields): Fault {
	switch (kind) {
		case 'status':
			return statusFault(fields);
		case 'drip':
			return { kind, intervalMs: count(fields, 'intervalMs') };
		case 'huge':
			return { kind, bytes: count(fields, 'bytes') };
		case 'padded':
			return { kind, bytes: count(fields, 'bytes') };
		case 'slow':
			return { kind, delayMs: count(fields, 'delayMs') };
		case 'redirect':
			return {
				kind,
				location: text(fields, 'location'),
				...(fields['status'] === undefined ? {} : { status: httpStatus(fields) }),
			};
		default: {
			const kinds = [...PLAIN_KINDS, ...KINDS_WITH_FIELDS].join(', ');
			throw new InvalidFaultError(`"kind" must be one of ${kinds}`);
		}
	}
}

function parseFault(value: unknown): Fault {
	if (!isFields(value)) throw new InvalidFaultError('A fault is an object with a "kind"');
	const plainKind = PLAIN_KINDS.find((kind) => kind === value['kind']);
	return plainKind === undefined ? faultWithFields(value['kind'], value) : { kind: plainKind };
}

function parseStep(value: unknown): FaultStep {
	return value === null || value === 'ok' ? value : parseFault(value);
}

function parsePlan(value: unknown): FaultPlan {
	if (value === null) return null;
	return Array.isArray(value) ? value.map(parseStep) : parseFault(value);
}

/** The plan that the JSON value describes, or what is wrong with it. */
export function readFaultPlan(value: unknown): FaultPlan | InvalidFaultError {
	try {
		return parsePlan(value);
	} catch (error) {
		// Nothing else is thrown above; what is, is no plan either.
		return error instanceof InvalidFaultError ? error : new InvalidFaultError(String(error));
	}
}
