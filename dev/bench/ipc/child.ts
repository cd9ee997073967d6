// The helper process's end of the pipe: answers questions until the benchmark is gone.
/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { Answer, Question } from './protocol';

/** Does what was asked for. */
export type Handler = (argument: unknown) => unknown;

/** Answers questions with these handlers, for as long as the benchmark lives. */
export function serve(handlers: ReadonlyMap<string, Handler>): void {
	process.once('disconnect', () => process.exit());
	process.on('message', (question: Question) => {
		void answer(handlers, question).then((message) => process.send?.(message));
	});
}

async function answer(
	handlers: ReadonlyMap<string, Handler>,
	{ id, call, argument }: Question,
): Promise<Answer> {
	try {
		const handler = handlers.get(call);
		if (handler === undefined) throw new Error(`Nobody answers "${call}"`);
		return { id, result: await handler(argument) };
	} catch (error) {
		return { id, error: error instanceof Error ? error.message : String(error) };
	}
}
