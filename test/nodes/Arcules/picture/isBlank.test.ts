/**
 * Whether anything is to be seen: on 110 pictures, in two sizes and qualities.
 */
import {
	analysisOf,
	blurred,
	changed,
	colour,
	drawnOver,
	noisy,
	scaled,
	shaded,
	still,
	STILL_NAMES,
	withDisplay,
	withFlakes,
	withLights,
	type Pixels,
} from './views';

type Case = readonly [name: string, make: () => Promise<Pixels>];

const clock = withDisplay('2026-11-22 08:15:07 UTC');

const BLANK: readonly Case[] = [
	...[
		'#000',
		'#080808',
		'#101010',
		'#fff',
		'#ebebeb',
		'#808080',
		'#0000c8',
		'#007800',
		'#b40078',
	].flatMap((background): Case[] => [
		[background, async () => await colour(background)],
		[
			`${background} with a running clock`,
			async () => await changed(await colour(background), clock),
		],
	]),
	...[2, 5, 10].map(
		(sigma): Case => [
			`black with noise of ${sigma} levels`,
			async () => await changed(await colour('#060606'), noisy(sigma), clock),
		],
	),
	[
		'black that is paler in the middle',
		async () =>
			await changed(await colour('#000'), shaded(0.5, 0.5, 0.5, '#444444ff', '#000000ff'), clock),
	],
	...STILL_NAMES.flatMap((name) =>
		[
			[40, 0.2],
			[60, 0.3],
			[30, 0.12],
		].map(
			([sigma = 0, factor = 0]): Case => [
				`a covered lens: ${name}, blurred by ${sigma} pixels, ${factor} as bright`,
				async () =>
					await changed(await still(name), blurred(sigma), scaled(factor, 4), noisy(3), clock),
			],
		),
	),
];

const wall = (wallColour: string, door: string, frame: string) =>
	drawnOver(
		`<rect width="1280" height="720" fill="${wallColour}"/><rect x="500" y="160" width="220" height="560" fill="${frame}"/>` +
			`<rect x="512" y="172" width="196" height="548" fill="${door}"/><circle cx="690" cy="460" r="8" fill="#888"/>`,
	);

const SEEN: readonly Case[] = [
	...STILL_NAMES.flatMap((name): Case[] => [
		[name, async () => await still(name)],
		[`${name} at dusk`, async () => await changed(await still(name), scaled(0.2, 4), clock)],
		[
			`${name} in the dark`,
			async () => await changed(await still(name), scaled(0.1, 4), noisy(2), clock),
		],
		[
			`${name} by night with a few lights`,
			async () =>
				await changed(await still(name), scaled(0.04, 3), withLights(5, 6, name.length), clock),
		],
		[
			`${name} in fog`,
			async () => await changed(await still(name), blurred(2), scaled(0.2, 150), clock),
		],
		[
			`${name} in dense fog`,
			async () => await changed(await still(name), blurred(4), scaled(0.13, 170), clock),
		],
		[
			`${name} in snow`,
			async () => await changed(await still(name), scaled(0.3, 170), withFlakes(400, 5)),
		],
	]),
	...[2, 3, 5, 8].flatMap((count) =>
		[3, 6, 12].map(
			(radius): Case => [
				`${count} lights of ${radius} pixels in the dark`,
				async () =>
					await changed(await colour('#040406'), withLights(count, radius, count), noisy(3), clock),
			],
		),
	),
	[
		'a white wall with a wooden door',
		async () => await changed(await colour('#fff'), wall('#eee', '#c9a27a', '#fff'), clock),
	],
	[
		'a white wall with a white door',
		async () => await changed(await colour('#fff'), wall('#f4f4f4', '#e2ded8', '#fafafa'), clock),
	],
	[
		'a grey wall with a grey door',
		async () => await changed(await colour('#fff'), wall('#ddd', '#cfcfcf', '#f5f5f5'), clock),
	],
];

/** The sizes and qualities each one is looked at. */
const VARIANTS = [{}, { quality: 60, width: 640 }];

test.each(BLANK)('Nothing is to be seen in %s', async (_name, make) => {
	const pixels = await make();
	for (const variant of VARIANTS) {
		expect({ ...variant, ...(await analysisOf(pixels, variant)) }).toMatchObject({ isBlank: true });
	}
});

test.each(SEEN)('Something is to be seen in %s', async (_name, make) => {
	const pixels = await make();
	for (const variant of VARIANTS) {
		expect({ ...variant, ...(await analysisOf(pixels, variant)) }).toMatchObject({
			isBlank: false,
		});
	}
});
