// What a long task tells whoever started it: a terminal shows it, a test keeps silent.

/** One step that takes a while. */
export interface ProgressStep {
	/** Says how far the step is, in a few words. */
	update(detail: string): void;
	/** The step is over; the text replaces its title. */
	done(summary: string): void;
	failed(): void;
}

/** Shows steps, one at a time. */
export interface Progress {
	begin(title: string): ProgressStep;
}

/** Shows nothing. */
export const silentProgress: Progress = {
	begin: () => ({ update: () => {}, done: () => {}, failed: () => {} }),
};

/** What a step is called while it runs, and once it is over. */
export interface StepTitles {
	doing: string;
	done: string;
}

/** Runs a task as one step, and tells how it ended. */
export async function asStep<T>(
	progress: Progress,
	{ doing, done }: StepTitles,
	task: (step: ProgressStep) => Promise<T>,
): Promise<T> {
	const step = progress.begin(doing);
	try {
		const result = await task(step);
		step.done(done);
		return result;
	} catch (error) {
		step.failed();
		throw error;
	}
}
