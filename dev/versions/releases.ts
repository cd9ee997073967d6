// The releases of n8n that are tried: the oldest that the code can run on, those that all tests run on, and the newest.
import { runNpm } from '../n8n/npm';
import manifests from '../n8n/versions.json';

/** The oldest that the code can run on: from here on n8n-workflow has the value `NodeConnectionTypes`. */
const OLDEST = '1.85.4';

/** Asked for by this name. */
export const NEWEST = 'newest';

/** What is tried unless something else is asked for. */
export const DEFAULT_VERSIONS: readonly string[] = [
	OLDEST,
	...Object.keys(manifests).sort(oldestFirst),
	NEWEST,
];

/** Compares two versions of the form 1.2.3. */
export function oldestFirst(one: string, other: string): number {
	const [a, b] = [one, other].map((version) => version.split('.').map(Number));
	for (const [index, part] of (a ?? []).entries()) {
		const difference = part - (b?.[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** The stable releases that the registry has, the newest first. */
export async function releasesNewestFirst(cwd: string): Promise<string[]> {
	const printed = await runNpm(['view', 'n8n', 'versions', '--json'], { cwd });
	const versions: unknown = JSON.parse(printed);
	const stable = (Array.isArray(versions) ? versions : [versions])
		.map(String)
		.filter((version) => /^\d+\.\d+\.\d+$/.test(version));
	return stable.sort(oldestFirst).reverse();
}
