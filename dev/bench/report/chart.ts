// Draws time and memory of each variant as bars, one group per fleet; follows the reader's light or dark scheme.
import type { FleetRow, Measured, Results } from '../results';
import { VARIANTS } from '../variants';
import { decimal, LINE_NAMES, mebibytes, seconds } from './tables';

const WIDTH_PX = 960;
const MARGIN_PX = 28;
const TITLE_HEIGHT_PX = 76;
const GROUP_HEAD_PX = 58;
const BAR_HEIGHT_PX = 22;
const BAR_STEP_PX = 34;
const GROUP_GAP_PX = 26;
const LONGEST_BAR_PX = 226;
const SHORTEST_BAR_PX = 2;
const TIME_LEFT_PX = 290;
const MEMORY_LEFT_PX = 622;
/** What is drawn; smaller fleets have so little to do that all variants look alike. */
const DRAWN: ReadonlyArray<Pick<FleetRow, 'line' | 'devices'>> = [
	{ line: 'http', devices: 1_000 },
	{ line: 'http', devices: 10_000 },
	{ line: 'tls', devices: 1_000 },
];

const STYLE = `
.card { fill: #ffffff; stroke: #d1d9e0; }
text { fill: #1f2328; font-size: 13px; }
.title { font-size: 19px; font-weight: 600; }
.head { font-size: 15px; font-weight: 600; }
.own { font-weight: 600; }
.note { fill: #59636e; }
.axis { stroke: #d1d9e0; }
.recipe { fill: #a3adb8; }
.listThenLive { fill: #80b3f0; }
.getMany, .getManyAnalyzeOff { fill: #0969da; }
.bareNode, .plainProgram { fill: none; stroke: #818b98; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
.card { fill: #0d1117; stroke: #3d444d; }
text { fill: #f0f6fc; }
.note { fill: #9198a1; }
.axis { stroke: #3d444d; }
.recipe { fill: #656c76; }
.listThenLive { fill: #2a5c9a; }
.getMany, .getManyAnalyzeOff { fill: #4493f8; }
.bareNode, .plainProgram { stroke: #9198a1; }
}`;

interface Panel {
	readonly title: string;
	readonly leftPx: number;
	readonly valueOf: (row: Measured) => number;
	readonly textOf: (value: number) => string;
}

const PANELS: readonly Panel[] = [
	{
		title: 'Time, from request to response',
		leftPx: TIME_LEFT_PX,
		valueOf: ({ timeMs }) => timeMs,
		textOf: seconds,
	},
	{
		title: 'Memory above idle',
		leftPx: MEMORY_LEFT_PX,
		valueOf: ({ memoryBytes }) => memoryBytes,
		textOf: mebibytes,
	},
];

/** The whole chart as an SVG file. */
export function drawChart({ fleets, machine }: Results): string {
	let height = TITLE_HEIGHT_PX;
	const groups = DRAWN.map(({ line, devices }) => {
		const rows = fleets.filter((row) => row.line === line && row.devices === devices);
		const group = drawGroup(rows, height);
		if (rows.length > 0) height += GROUP_HEAD_PX + rows.length * BAR_STEP_PX + GROUP_GAP_PX;
		return group;
	});
	const note = `Shorter is better. Simulated API, answers after 50 ms, 150 kB a picture; ${machine}.`;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH_PX} ${height}" width="${WIDTH_PX}" height="${height}" role="img" aria-label="Time and memory of each variant" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif">`,
		`<style>${STYLE}\n</style>`,
		`<rect class="card" x=".5" y=".5" width="${WIDTH_PX - 1}" height="${height - 1}" rx="10"/>`,
		text('title', MARGIN_PX, 36, 'Live pictures of every camera, inside n8n'),
		text('note', MARGIN_PX, 58, note),
		...groups.flat(),
		'</svg>\n',
	].join('\n');
}

function drawGroup(rows: readonly FleetRow[], top: number): string[] {
	const [first] = rows;
	if (first === undefined) return [];
	const barsTop = top + GROUP_HEAD_PX;
	return [
		`<path class="axis" d="M${MARGIN_PX} ${top + 4}H${WIDTH_PX - MARGIN_PX}"/>`,
		text(
			'head',
			MARGIN_PX,
			top + 34,
			`${decimal(first.cameras)} cameras over ${LINE_NAMES[first.line]}`,
		),
		...rows.map(({ variant }, index) =>
			text(
				variant === 'getMany' ? 'own' : 'label',
				MARGIN_PX,
				barsTop + index * BAR_STEP_PX + 16,
				VARIANTS[variant].label,
			),
		),
		...PANELS.map(({ title, leftPx }) => text('note', leftPx, top + 34, title)),
		...PANELS.flatMap((panel) => drawBars(panel, rows, barsTop)),
	];
}

function drawBars({ leftPx, valueOf, textOf }: Panel, rows: readonly FleetRow[], top: number) {
	const longest = Math.max(...rows.map((row) => ('timeMs' in row ? valueOf(row) : 0)));
	return rows.map((row, index) => {
		const y = top + index * BAR_STEP_PX;
		if (!('timeMs' in row)) return text('note', leftPx, y + 16, 'failed');
		const value = valueOf(row);
		const width = Math.max((value / longest) * LONGEST_BAR_PX, SHORTEST_BAR_PX);
		return [
			`<rect class="${row.variant}" x="${leftPx}" y="${y}" width="${width.toFixed(1)}" height="${BAR_HEIGHT_PX}" rx="3"/>`,
			text('number', leftPx + width + 8, y + 16, textOf(value)),
		].join('\n');
	});
}

const text = (className: string, x: number, y: number, content: string): string =>
	`<text class="${className}" x="${x.toFixed(1)}" y="${y}">${content}</text>`;
