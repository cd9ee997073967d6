/**
 * Times and durations in the words of a message.
 */
import { localTime } from '../../shared/localTime';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_HOURS = 24;

/** Says times as of now, in the time zone of the workflow. */
export class TimeWords {
	constructor(
		readonly nowMs: number,
		private readonly timeZone: string,
	) {}

	/** `2026-11-22 08:00` */
	at(timeMs: number): string {
		const { date, time } = localTime(new Date(timeMs), this.timeZone);
		return `${date} ${time.slice(0, 'HH:MM'.length)}`;
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

/** `1 camera`, `2 cameras` */
export function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
