// Draws time and memory of each way as bars, one row of panels per fleet; follows the reader's light or dark scheme.
import { PEER_LABELS, type PeerName } from '../peers/peer';
import { memoryAboveIdleBytes, typicalMs } from '../results/statistics';
import type { FleetResult, PeerResult, Results } from '../results/types';
import { decimal, mebibytes, seconds } from './format';

const WIDTH_PX = 960;
const MARGIN_PX = 28;
const TITLE_HEIGHT_PX = 76;
const FLEET_HEAD_PX = 58;
const BAR_HEIGHT_PX = 22;
const BAR_STEP_PX = 34;
const FLEET_GAP_PX = 26;
const LABELS_WIDTH_PX = 262;
const PANEL_WIDTH_PX = 310;
const PANEL_GAP_PX = 22;
/** Room for the number behind the longest bar. */
const NUMBER_WIDTH_PX = 84;
const SHORTEST_BAR_PX = 2;
/** The sizes that are drawn; others have so little to do that all ways look alike. */
const DRAWN_FLEETS_DEVICES = [1_000, 10_000];

const STYLE = `
.card { fill: #ffffff; stroke: #d1d9e0; }
.title { fill: #1f2328; font-size: 19px; font-weight: 600; }
.head { fill: #1f2328; font-size: 15px; font-weight: 600; }
.note { fill: #59636e; font-size: 13px; }
.label { fill: #1f2328; font-size: 13.5px; }
.own { font-weight: 600; }
.number { fill: #1f2328; font-size: 13px; font-variant-numeric: tabular-nums; }
.failed { fill: #cf222e; font-size: 13px; }
.axis { stroke: #d1d9e0; }
.recipe { fill: #a3adb8; }
.listThenLive { fill: #80b3f0; }
.getMany { fill: #0969da; }
.floor { fill: none; stroke: #818b98; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
.card { fill: #0d1117; stroke: #3d444d; }
.title, .head, .label, .number { fill: #f0f6fc; }
.note { fill: #9198a1; }
.failed { fill: #ff7b72; }
.axis { stroke: #3d444d; }
.recipe { fill: #656c76; }
.listThenLive { fill: #2a5c9a; }
.getMany { fill: #4493f8; }
.floor { stroke: #9198a1; }
}`;

/** What one panel shows. */
interface Panel {
	readonly title: string;
	readonly leftPx: number;
	readonly valueOf: (result: PeerResult) => number | undefined;
	readonly textOf: (value: number) => string;
}

const FIRST_PANEL_PX = MARGIN_PX + LABELS_WIDTH_PX;
const PANELS: readonly Panel[] = [
	{
		title: 'Time, from request to response',
		leftPx: FIRST_PANEL_PX,
		valueOf: typicalMs,
		textOf: seconds,
	},
	{
		title: 'Memory above idle',
		leftPx: FIRST_PANEL_PX + PANEL_WIDTH_PX + PANEL_GAP_PX,
		valueOf: memoryAboveIdleBytes,
		textOf: mebibytes,
	},
];

/** The whole chart as an SVG file. */
export function drawChart({ fleets, machine }: Results): string {
	const drawn = fleetsToDraw(fleets);
	let top = TITLE_HEIGHT_PX;
	const rows = drawn.map((fleet) => {
		const row = fleetRow(fleet, top);
		top += heightOf(fleet) + FLEET_GAP_PX;
		return row;
	});
	const height = top;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH_PX} ${height}" width="${WIDTH_PX}" height="${height}" role="img" aria-label="Time and memory of each way to get the pictures" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif">`,
		`<style>${STYLE}\n</style>`,
		`<rect class="card" x=".5" y=".5" width="${WIDTH_PX - 1}" height="${height - 1}" rx="10"/>`,
		text('title', MARGIN_PX, 36, 'Live pictures of every camera, inside n8n'),
		text(
			'note',
			MARGIN_PX,
			58,
			`Shorter is better. n8n ${machine.n8n}, Node.js ${machine.node}, ${machine.cores} cores; simulated API, answers after 50 ms, 150 kB a picture.`,
		),
		...rows,
		'</svg>\n',
	].join('\n');
}

function fleetsToDraw(fleets: readonly FleetResult[]): FleetResult[] {
	const chosen = fleets.filter(({ devices }) => DRAWN_FLEETS_DEVICES.includes(devices));
	return chosen.length > 0 ? chosen : fleets.slice(-1);
}

const heightOf = ({ peers }: FleetResult): number => FLEET_HEAD_PX + peers.length * BAR_STEP_PX;

function fleetRow({ devices, cameras, peers }: FleetResult, top: number): string {
	const barsTop = top + FLEET_HEAD_PX;
	return [
		`<path class="axis" d="M${MARGIN_PX} ${top + 4}H${WIDTH_PX - MARGIN_PX}"/>`,
		`<text x="${MARGIN_PX}" y="${top + 34}"><tspan class="head">${decimal(cameras, 0)} cameras</tspan><tspan class="note" dx="8">of ${decimal(devices, 0)} devices</tspan></text>`,
		...peers.map(({ peer }, index) =>
			text(labelClass(peer), MARGIN_PX, barsTop + index * BAR_STEP_PX + 16, PEER_LABELS[peer]),
		),
		...PANELS.flatMap((panel) => [
			text('note', panel.leftPx, top + 34, panel.title),
			...bars(panel, peers, barsTop),
		]),
	].join('\n');
}

const labelClass = (peer: PeerName): string => (peer === 'getMany' ? 'label own' : 'label');

function bars({ leftPx, valueOf, textOf }: Panel, peers: readonly PeerResult[], top: number) {
	const values = peers.map((result) =>
		result.failure === undefined ? valueOf(result) : undefined,
	);
	const longest = Math.max(...values.map((value) => value ?? 0));
	return peers.map(({ peer, failure }, index) => {
		const y = top + index * BAR_STEP_PX;
		const value = values[index];
		if (value === undefined) {
			return text(
				failure === undefined ? 'note' : 'failed',
				leftPx,
				y + 16,
				failure === undefined ? 'not measured' : 'failed',
			);
		}
		const share = longest > 0 ? Math.max(value, 0) / longest : 0;
		const width = Math.max(share * (PANEL_WIDTH_PX - NUMBER_WIDTH_PX), SHORTEST_BAR_PX);
		return [
			`<rect class="${peer}" x="${leftPx}" y="${y}" width="${width.toFixed(1)}" height="${BAR_HEIGHT_PX}" rx="3"/>`,
			text('number', leftPx + width + 8, y + 16, textOf(value)),
		].join('\n');
	});
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const text = (className: string, x: number, y: number, content: string): string =>
	`<text class="${className}" x="${x.toFixed(1)}" y="${y}">${content.replace(/[&<>]/g, (each) => ENTITIES[each] ?? each)}</text>`;
