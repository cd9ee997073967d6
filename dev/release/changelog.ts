// The section of CHANGELOG.md about one version: what a GitHub release says.

/** What the changelog says of a version. */
export interface ChangelogSection {
	/** In the heading, behind the version; undefined without. */
	readonly remark: string | undefined;
	readonly text: string;
}

const HEADING = /^## (\S+)(?: \(([^)]*)\))?\s*$/;

/** The section about this version; undefined without one, or when it is empty. */
export function changelogSection(changelog: string, version: string): ChangelogSection | undefined {
	const lines = changelog.split(/\r?\n/);
	const start = lines.findIndex((line) => HEADING.exec(line)?.[1] === version);
	if (start < 0) return undefined;
	const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '));
	const end = length < 0 ? lines.length : start + 1 + length;
	const text = lines
		.slice(start + 1, end)
		.join('\n')
		.trim();
	return text === '' ? undefined : { remark: HEADING.exec(lines[start] ?? '')?.[2], text };
}
