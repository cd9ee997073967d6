/**
 * Remembers signed bodies for a while, so that nobody can send one a second time.
 *
 * Each process has a memory of its own, and forgets with a restart.
 */
import { createHash } from 'node:crypto';

export const REMEMBERED_MS = 10 * 60_000;

/** A hundred bytes each. Only who knows the secret gets anything in here. */
const MAX_REMEMBERED = 20_000;

/** What was seen, oldest first, and until when it counts. */
export class Repeats {
	private readonly untilMs = new Map<string, number>();

	/**
	 * Whether the body was seen within the last ten minutes; from now on it was.
	 *
	 * @param place where it arrived: the same body may be sent to several workflows
	 * @param nowMs by a clock that never goes back
	 */
	isRepeat(place: string, body: Buffer, nowMs = performance.now()): boolean {
		this.forget(nowMs);
		const key = createHash('sha256').update(JSON.stringify(place)).update(body).digest('base64');
		if (this.untilMs.has(key)) return true;
		this.untilMs.set(key, nowMs + REMEMBERED_MS);
		return false;
	}

	private forget(nowMs: number): void {
		for (const [key, untilMs] of this.untilMs) {
			if (untilMs > nowMs && this.untilMs.size < MAX_REMEMBERED) return;
			this.untilMs.delete(key);
		}
	}
}
