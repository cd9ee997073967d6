// Arithmetic on colours written as #rrggbb.

type Rgb = readonly [number, number, number];

function parse(colour: string): Rgb {
	const value = Number.parseInt(colour.slice(1), 16);
	return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function format(channels: Rgb): string {
	const hex = channels.map((channel) => {
		const byte = Math.max(0, Math.min(255, Math.round(channel)));
		return byte.toString(16).padStart(2, '0');
	});
	return `#${hex.join('')}`;
}

/** The colour made darker (below 1) or lighter (above 1). */
export function shade(colour: string, factor: number): string {
	const [red, green, blue] = parse(colour);
	return format([red * factor, green * factor, blue * factor]);
}

/** The colour between two others: 0 is the first, 1 the second. */
export function mix(first: string, second: string, amount: number): string {
	const [red, green, blue] = parse(first);
	const [otherRed, otherGreen, otherBlue] = parse(second);
	return format([
		red + (otherRed - red) * amount,
		green + (otherGreen - green) * amount,
		blue + (otherBlue - blue) * amount,
	]);
}
