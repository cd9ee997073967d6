/**
 * A run as text, to look for secrets in.
 */
import type { IRun } from 'n8n-workflow';

/** Everything that n8n stores of a run, with the parts of errors that JSON leaves out. */
export function textOf(run: IRun): string {
	return JSON.stringify(run, (_key, value: unknown) =>
		value instanceof Error
			? { ...value, message: value.message, stack: value.stack, cause: value.cause }
			: value,
	);
}
