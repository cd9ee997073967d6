// The simulator's own time, which tests can put forward: token lifetimes, rate limits and dates follow it.

const MS_PER_SECOND = 1000;

/** The machine's clock, and how far the simulator is ahead of it. */
export class Clock {
	private aheadMs = 0;

	private second = -1;

	private text = '';

	/** Whether it shows another time than the machine's. */
	get isAhead(): boolean {
		return this.aheadMs !== 0;
	}

	/** Milliseconds since 1970. */
	nowMs(): number {
		return Date.now() + this.aheadMs;
	}

	/** Puts the clock forward, or back when negative. */
	advance(ms: number): void {
		this.aheadMs += ms;
	}

	/** The time as headers give it; written once a second, because every answer has it. */
	httpDate(): string {
		const second = Math.floor(this.nowMs() / MS_PER_SECOND);
		if (second !== this.second) this.text = new Date(second * MS_PER_SECOND).toUTCString();
		this.second = second;
		return this.text;
	}
}
