// The results as rows of text, the same for the terminal and the README.
import type { Line } from '../account';
import { outcomesOf } from '../targets';
import type { FleetRow, Measured, Results } from '../results';
import { VARIANTS } from '../variants';

/** How each line is called. */
export const LINE_NAMES: Readonly<Record<Line, string>> = { http: 'HTTP', tls: 'TLS, 40 ms' };

/** A table of text. */
export interface Table {
	readonly head: readonly string[];
	readonly body: ReadonlyArray<readonly string[]>;
}

const BYTES_PER_MIB = 1024 ** 2;
const MS_PER_SECOND = 1_000;

/** `1,234.5`, with so many digits after the point. */
export const decimal = (value: number, digits = 0): string =>
	value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const milliseconds = (value: number): string => `${decimal(value, 1)} ms`;

/** Three digits that matter: `0.312 s`, `3.12 s`, `31.2 s`. */
export function seconds(ms: number): string {
	const value = ms / MS_PER_SECOND;
	return `${decimal(value, value < 1 ? 3 : value < 10 ? 2 : 1)} s`;
}

export const mebibytes = (bytes: number): string => `${decimal(bytes / BYTES_PER_MIB)} MiB`;

type Column = readonly [title: string, text: (row: Measured, cameras: number) => string];

const COLUMNS: readonly Column[] = [
	['time', ({ timeMs }) => seconds(timeMs)],
	['pictures/s', ({ timeMs }, cameras) => decimal((cameras * MS_PER_SECOND) / timeMs)],
	['processor time', ({ cpuMs }) => seconds(cpuMs)],
	['requests', ({ requests }) => decimal(requests)],
	['logins', ({ logins }) => decimal(logins)],
	['most at once', ({ maxInFlight }) => decimal(maxInFlight)],
	['memory above idle', ({ memoryBytes }) => mebibytes(memoryBytes)],
	['rounds', ({ rounds }) => decimal(rounds)],
];

/** One row per fleet and variant. */
export const fleetTable = ({ fleets }: Results): Table => ({
	head: ['line', 'devices', 'cameras', 'variant', ...COLUMNS.map(([title]) => title)],
	body: fleets.map((row) => [
		LINE_NAMES[row.line],
		decimal(row.devices),
		decimal(row.cameras),
		VARIANTS[row.variant].label,
		...figuresOf(row),
	]),
});

const figuresOf = (row: FleetRow): string[] =>
	COLUMNS.map(([, text], index) => {
		if ('timeMs' in row) return text(row, row.cameras);
		return index === 0 ? `failed: ${row.failure}` : '–';
	});

/** One row per target; counts stay whole, ratios get three digits. */
export function targetTable(results: Results): Table {
	const figure = (value: number) => decimal(value, Number.isInteger(value) ? 0 : 3);
	return {
		head: ['target', 'at most', 'measured', 'outcome'],
		body: outcomesOf(results).map(({ text, atMost, value, outcome }) => [
			text,
			figure(atMost),
			value === undefined ? '–' : figure(value),
			outcome,
		]),
	};
}

/** Sentences about triggers, pacing and faults, as far as they were measured. */
export function sentences({ watch, rule, pacing, faults }: Results): string[] {
	const said: string[] = [];
	if (watch) {
		said.push(
			`Trigger: one check of ${decimal(watch.cameras)} cameras takes ${seconds(watch.timeMs)} (median of ${watch.checks}).`,
		);
	}
	if (rule) {
		const { sandboxed, unsandboxed } = rule;
		said.push(
			`Rule trigger: ${decimal(rule.events)} events in ${rule.seconds} s are answered after ${milliseconds(sandboxed.rule.timeMs)}, by n8n’s own Webhook node with Header Auth after ${milliseconds(sandboxed.webhook.timeMs)} (medians). With its execution, an event takes ${milliseconds(sandboxed.rule.cpuMs)} of processor time, and ${milliseconds(sandboxed.webhook.cpuMs)}.`,
			`Rule trigger, n8n without its sandboxes for expressions: ${milliseconds(unsandboxed.rule.timeMs)} and ${milliseconds(unsandboxed.webhook.timeMs)}; processor time ${milliseconds(unsandboxed.rule.cpuMs)} and ${milliseconds(unsandboxed.webhook.cpuMs)}.`,
		);
	}
	if (pacing) {
		said.push(
			`Pacing: ${decimal(pacing.pictures)} of ${decimal(pacing.cameras)} pictures at ${pacing.requestsPerMinute} requests a minute in ${seconds(pacing.timeMs)} (shortest possible: ${seconds(pacing.shortestMs)}), ${pacing.rateLimited} answers 429.`,
		);
	}
	if (faults) {
		const reasons = Object.entries(faults.reasons).map(([reason, count]) => `${count} ${reason}`);
		said.push(
			`Faults: ${decimal(faults.pictures)} of ${decimal(faults.expectedPictures)} expected pictures, ${reasons.join(', ')}, ${faults.wrongItems} wrong items; ${seconds(faults.timeMs)} (no schedule is faster than ${seconds(faults.lowerBoundMs)}; one that uses its whole concurrency takes ${seconds(faults.upperBoundMs)} at most).`,
		);
	}
	return said;
}
