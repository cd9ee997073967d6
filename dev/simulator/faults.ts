// What can go wrong with an answer, and which call it happens to.

/** One way in which an answer goes wrong. Times are milliseconds. */
export type Fault =
	/** Any status, with any body. */
	| {
			readonly kind: 'status';
			readonly status: number;
			readonly body?: object | string;
			readonly contentType?: string;
			readonly headers?: Readonly<Record<string, string>>;
	  }
	/** The refusal of a camera that is offline. */
	| { readonly kind: 'offline' }
	/** An HTML page with status 200. */
	| { readonly kind: 'html' }
	/** JSON with status 200. */
	| { readonly kind: 'json' }
	/** JSON with status 200, labelled as a JPEG. */
	| { readonly kind: 'jsonAsJpeg' }
	/** No bytes, with status 200. */
	| { readonly kind: 'empty' }
	/** The first half of the body, with the length of that half. */
	| { readonly kind: 'halfJpeg' }
	/** The whole length announced, the connection closed half way. */
	| { readonly kind: 'cutJpeg' }
	/** A byte at a time, never done. */
	| { readonly kind: 'drip'; readonly intervalMs: number }
	/** The headers and the first half of the body, then silence. */
	| { readonly kind: 'endless' }
	/** So many bytes after a JPEG's first marker, with no length announced. */
	| { readonly kind: 'huge'; readonly bytes: number }
	/** The connection reset before any answer. */
	| { readonly kind: 'reset' }
	/** No answer at all. */
	| { readonly kind: 'hang' }
	/** The right answer, later. */
	| { readonly kind: 'slow'; readonly delayMs: number }
	/** A redirect, 302 unless told. */
	| { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
	/** The right body with so many zero bytes after it. */
	| { readonly kind: 'padded'; readonly bytes: number }
	/** The same bytes at every call, under headers that say they are new. */
	| { readonly kind: 'frozen' };

/** A fault for one call; `null` and `'ok'` leave that call healthy. */
export type FaultStep = Fault | 'ok' | null;

/** One fault until it is cleared, or one step for each call and health after the last. */
export type FaultPlan = Fault | readonly FaultStep[] | null;

/** The target that stands for the thumbnails of all cameras. */
export const ALL_THUMBNAILS = '*thumbnail';

/** The faults that are set, by target: a channel id, `login`, `devices` or `*thumbnail`. */
export class FaultBoard {
	private readonly lasting = new Map<string, Fault>();

	private readonly queues = new Map<string, FaultStep[]>();

	/** Replaces what is set for the target; null makes it healthy. */
	set(target: string, plan: FaultPlan): void {
		this.lasting.delete(target);
		this.queues.delete(target);
		if (plan === null) return;
		if (isSteps(plan)) this.queues.set(target, [...plan]);
		else this.lasting.set(target, plan);
	}

	/** The fault of this call, using up a step. A channel's own plan goes before that of all. */
	next(...targets: readonly string[]): Fault | undefined {
		for (const target of targets) {
			const step = this.lasting.get(target) ?? this.takeStep(target);
			if (step !== undefined) return step === null || step === 'ok' ? undefined : step;
		}
		return undefined;
	}

	private takeStep(target: string): FaultStep | undefined {
		const queue = this.queues.get(target);
		const step = queue?.shift();
		if (queue?.length === 0) this.queues.delete(target);
		return step;
	}
}

function isSteps(plan: Fault | readonly FaultStep[]): plan is readonly FaultStep[] {
	return Array.isArray(plan);
}
