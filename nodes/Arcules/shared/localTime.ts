/**
 * Times as a person in the workflow's time zone reads them.
 */

/** A moment on the calendar and the clock of one time zone. */
export interface LocalTime {
	/** `2026-11-22` */
	readonly date: string;
	/** `08:00:00` */
	readonly time: string;
	/** Milliseconds of the second: `042` */
	readonly ms: string;
}

/** The formatter used last: making one costs more than all its uses in a run. */
let cached: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | undefined;

/** @param timeZone as n8n's `getTimezone()` gives it; UTC where the platform does not know it */
export function localTime(moment: Date, timeZone: string): LocalTime {
	if (cached?.timeZone !== timeZone) cached = { timeZone, format: formatFor(timeZone) };
	const parts = new Map(
		cached.format.formatToParts(moment).map(({ type, value }) => [type, value] as const),
	);
	const [year, month, day] = [parts.get('year'), parts.get('month'), parts.get('day')];
	const [hour, minute, second] = [parts.get('hour'), parts.get('minute'), parts.get('second')];
	return {
		date: `${year}-${month}-${day}`,
		time: `${hour}:${minute}:${second}`,
		ms: String(moment.getUTCMilliseconds()).padStart(3, '0'),
	};
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
	const twoDigits = '2-digit';
	const fields = {
		hourCycle: 'h23',
		year: 'numeric',
		month: twoDigits,
		day: twoDigits,
		hour: twoDigits,
		minute: twoDigits,
		second: twoDigits,
	} as const;
	try {
		return new Intl.DateTimeFormat('en-GB', { ...fields, timeZone });
	} catch {
		return new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: 'UTC' });
	}
}
