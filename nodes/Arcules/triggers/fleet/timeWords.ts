/**
 * Times and durations in the words of a message.
 */

/** Says times as of now, as a person in the workflow's time zone would. */
export class TimeWords {
	private readonly format: Intl.DateTimeFormat;

	/** @param timeZone as n8n's `getTimezone()` gives it; UTC where the platform does not know it */
	constructor(
		readonly nowMs: number,
		timeZone: string,
	) {
		this.format = formatFor(timeZone);
	}

	/** `22 Nov 2026, 08:00` */
	at(timeMs: number): string {
		return this.format.format(new Date(timeMs));
	}

	/** Whole minutes from then until now. */
	minutesSince(timeMs: number): number {
		return Math.max(0, Math.round((this.nowMs - timeMs) / MINUTE_MS));
	}

	/** `12 minutes` */
	durationSince(timeMs: number): string {
		const minutes = this.minutesSince(timeMs);
		if (minutes === 0) return 'less than a minute';
		if (minutes < 2 * HOUR_MINUTES) return counted(minutes, 'minute');
		const hours = Math.round(minutes / HOUR_MINUTES);
		if (hours < 2 * DAY_HOURS) return counted(hours, 'hour');
		return counted(Math.round(hours / DAY_HOURS), 'day');
	}
}

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_HOURS = 24;

/** `1 camera`, `2 cameras` */
export function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
	const fields = {
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
	} as const;
	try {
		return new Intl.DateTimeFormat('en-GB', { ...fields, timeZone });
	} catch {
		return new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: 'UTC' });
	}
}
