// Draws docs/images/analysis.png: one view in six states, with what the node finds in each. Run: npx tsx dev/analysisFigure.ts
import path from 'node:path';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { analyzeJpeg } from '../nodes/Arcules/picture/analyzeJpeg';
import { sceneDistance, SCENE_HASH_BITS } from '../nodes/Arcules/picture/sceneHash';

const STILL = path.join(__dirname, 'simulator/stills/lobby.jpg');
const FIGURE = path.join(__dirname, '../docs/images/analysis.png');
const PICTURE = { width: 1280, height: 720 };
const PANEL = { width: 400, height: 225 };
const COLUMNS = 3;
const GAP_PX = 20;
const CAPTION_PX = 92;
const USUAL = { left: 0, top: 45, width: 1120, height: 630 };
const TURNED = { ...USUAL, left: 112 };

/** One state of the view. */
interface State {
	readonly title: string;
	readonly picture: () => Promise<Sharp>;
}

const view = (part = USUAL) => sharp(STILL).extract(part).resize(PICTURE);

const STATES: readonly State[] = [
	{ title: 'Good', picture: async () => view() },
	{ title: 'Night', picture: async () => view().linear([0.2, 0.22, 0.3], [2, 2, 5]) },
	{ title: 'Turned by a tenth', picture: async () => view(TURNED) },
	{ title: 'Out of focus', picture: async () => view().blur(12) },
	{ title: 'Covered', picture: async () => view().blur(45).linear(0.2, 4) },
	{
		title: 'Black, clock running',
		picture: async () => sharp({ create: { ...PICTURE, channels: 3, background: '#000' } }),
	},
];

/** The picture as a camera sends it: a JPEG with name and clock. */
async function photographed({ picture }: State): Promise<Buffer> {
	const text = (x: number, words: string) =>
		`<text x="${x}" y="54" font-size="30" fill="#fff" font-family="sans-serif">${words}</text>`;
	const display = `<svg width="1280" height="720">${text(32, 'Lobby')}${text(860, '2026-11-22 08:15:07 UTC')}</svg>`;
	const pixels = await (await picture()).png().toBuffer();
	return await sharp(pixels)
		.composite([{ input: Buffer.from(display) }])
		.jpeg({ quality: 80 })
		.toBuffer();
}

function analysisOf(jpeg: Buffer) {
	const found = analyzeJpeg(jpeg);
	if (found.kind !== 'analyzed') throw new Error(`The picture is ${found.kind}`);
	return found.analysis;
}

/** Title and values below a picture. */
function caption(title: string, jpeg: Buffer, usualHash: string): Buffer {
	const { brightness, contrast, sharpness, isBlank, sceneHash } = analysisOf(jpeg);
	const distance = `${sceneDistance(sceneHash, usualHash)} of ${SCENE_HASH_BITS} bits`;
	const line = (y: number, words: string, style = '') =>
		`<text x="0" y="${y}" ${style}>${words}</text>`;
	const values = `brightness ${brightness.toFixed(2)} · contrast ${contrast.toFixed(2)} · sharpness ${sharpness.toFixed(3)}`;
	return Buffer.from(
		`<svg width="${PANEL.width}" height="${CAPTION_PX}" font-family="sans-serif" font-size="15" fill="#333">` +
			line(24, title, 'font-size="19" font-weight="bold" fill="#111"') +
			line(50, values) +
			line(74, `view differs in ${distance}`) +
			(isBlank
				? line(24, 'isBlank', 'font-weight="bold" fill="#c62828" transform="translate(330)"')
				: '') +
			'</svg>',
	);
}

async function main(): Promise<void> {
	const jpegs = await Promise.all(STATES.map(photographed));
	const [usual = Buffer.alloc(0)] = jpegs;
	const { sceneHash } = analysisOf(usual);
	const overlays = await Promise.all(
		STATES.map(async ({ title }, index): Promise<OverlayOptions[]> => {
			const jpeg = jpegs[index] ?? usual;
			const left = GAP_PX + (index % COLUMNS) * (PANEL.width + GAP_PX);
			const top = GAP_PX + Math.floor(index / COLUMNS) * (PANEL.height + CAPTION_PX + GAP_PX);
			const picture = await sharp(jpeg).resize(PANEL).png().toBuffer();
			return [
				{ input: picture, left, top },
				{ input: caption(title, jpeg, sceneHash), left, top: top + PANEL.height },
			];
		}),
	);
	const rows = Math.ceil(STATES.length / COLUMNS);
	const size = {
		width: GAP_PX + COLUMNS * (PANEL.width + GAP_PX),
		height: GAP_PX + rows * (PANEL.height + CAPTION_PX + GAP_PX),
	};
	await sharp({ create: { ...size, channels: 3, background: '#fff' } })
		.composite(overlays.flat())
		.png({ palette: true, quality: 90, effort: 10 })
		.toFile(FIGURE);
}

void main();
