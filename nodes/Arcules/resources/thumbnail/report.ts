/**
 * What a mail or message says of a fleet, and the same in plain words.
 */
import { shortText } from '../../shared/foreignText';
import type { LocalTime } from '../../shared/localTime';

export interface Report {
	/** Cameras asked, those that are not listed below included. */
	readonly total: number;
	readonly pictures: ReadonlyArray<{
		readonly label: string;
		readonly takenAt: Date;
		readonly isBlank: boolean;
		/** The binary field that holds it. */
		readonly pictureField: string;
	}>;
	readonly failures: ReadonlyArray<{ readonly label: string; readonly why: string }>;
	readonly checkedAt: LocalTime;
	readonly timeZone: string;
	readonly timeOf: (moment: Date) => LocalTime;
}

/** `10 of 12 cameras gave a picture` */
export function countOf({ total, pictures }: Report): string {
	const cameras = total === 1 ? 'camera' : 'cameras';
	return `${pictures.length} of ${total} ${cameras} gave a picture`;
}

/** `2026-11-22 08:00 (Europe/Berlin)` */
export function whenOf({ checkedAt, timeZone }: Report): string {
	return `${checkedAt.date} ${checkedAt.time.slice(0, 'hh:mm'.length)} (${timeZone})`;
}

/** The report for a message. */
export function summaryOf(report: Report): string {
	const blank = report.pictures.filter(({ isBlank }) => isBlank);
	return [
		`${countOf(report)}, ${whenOf(report)}.`,
		sentence(
			'No picture',
			report.failures.map(({ label, why }) => `${shortText(label)} (${why})`),
		),
		sentence(
			'Blank picture',
			blank.map(({ label }) => shortText(label)),
		),
	]
		.filter((text) => text !== '')
		.join(' ');
}

/** A message with more names would be cut off elsewhere. */
const MAX_NAMED = 30;

function sentence(start: string, names: readonly string[]): string {
	const others = names.length - MAX_NAMED;
	const shown = [...names.slice(0, MAX_NAMED), ...(others > 0 ? [`${others} more`] : [])];
	return shown.length === 0 ? '' : `${start}: ${shown.join(', ')}.`;
}
