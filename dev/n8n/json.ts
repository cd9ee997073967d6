// Reads JSON whose shape nobody vouches for.

export type JsonRecord = Record<string, unknown>;

const EXCERPT_LENGTH = 300;

/** Whether the value is an object with fields. */
export const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at this path, list positions included; undefined where the path ends early. */
export const at = (value: unknown, ...path: string[]): unknown =>
	path.reduce<unknown>((found, key) => {
		if (Array.isArray(found)) return found[Number(key)];
		return isRecord(found) ? found[key] : undefined;
	}, value);

/** The text at this path; an error names the path where there is none. */
export function textAt(value: unknown, ...path: string[]): string {
	const found = at(value, ...path);
	if (typeof found === 'string') return found;
	const excerpt = JSON.stringify(value)?.slice(0, EXCERPT_LENGTH);
	throw new Error(`No text at "${path.join('.')}" in ${excerpt}`);
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
