// Numbers as people read them.
const BYTES_PER_MIB = 1024 ** 2;
const MS_PER_SECOND = 1_000;

/** `1,234.5`, with so many digits after the point. */
export const decimal = (value: number, digits: number): string =>
	value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Three digits that matter: `0.312 s`, `3.12 s`, `31.2 s`. */
export function seconds(ms: number): string {
	const value = ms / MS_PER_SECOND;
	const digits = value < 1 ? 3 : value < 10 ? 2 : 1;
	return `${decimal(value, digits)} s`;
}

export const mebibytes = (bytes: number): string => `${decimal(bytes / BYTES_PER_MIB, 0)} MiB`;

/** What happens to a value that may be missing. */
export const orDash = (value: number | undefined, form: (value: number) => string): string =>
	value === undefined ? '–' : form(value);
