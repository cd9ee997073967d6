// Reads JSON whose shape nobody vouches for.

export type JsonRecord = Record<string, unknown>;

/** Whether the value is an object with fields. */
export const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at this path, list positions included; undefined where the path ends early. */
export function at(value: unknown, ...path: string[]): unknown {
	return path.reduce<unknown>((found, key) => {
		if (Array.isArray(found)) return found[Number(key)];
		return isRecord(found) ? found[key] : undefined;
	}, value);
}

/** The text at this path; an error names the path where there is none. */
export function textAt(value: unknown, ...path: string[]): string {
	const found = at(value, ...path);
	if (typeof found === 'string') return found;
	throw new Error(`No text at "${path.join('.')}" in ${excerpt(value)}`);
}

/** The text at this path, or nothing. */
export function optionalTextAt(value: unknown, ...path: string[]): string | undefined {
	const found = at(value, ...path);
	return typeof found === 'string' ? found : undefined;
}

/** The list at this path, empty where there is none. */
export function listAt(value: unknown, ...path: string[]): unknown[] {
	const found = at(value, ...path);
	return Array.isArray(found) ? found : [];
}

/** The object at this path, empty where there is none. */
export function recordAt(value: unknown, ...path: string[]): JsonRecord {
	const found = at(value, ...path);
	return isRecord(found) ? found : {};
}

const EXCERPT_LENGTH = 300;

/** The beginning of a value as JSON, for an error text. */
export function excerpt(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
	return text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
}
