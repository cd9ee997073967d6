// What a helper process and the benchmark send each other: questions with a number, answers to it.

/** Asks the helper process to do something. */
export interface Question {
	id: number;
	call: string;
	argument: unknown;
}

/** What came of it: a result, or the message of an error. */
export interface Answer {
	id: number;
	result?: unknown;
	error?: string;
}

/** The number at this place of a value that came through a pipe. */
export function numberIn(value: unknown, name: string): number {
	const found: unknown = typeof value === 'object' && value !== null && Reflect.get(value, name);
	if (typeof found === 'number') return found;
	throw new Error(`No number "${name}" in ${JSON.stringify(value)}`);
}
