// Counts what somebody does to build a workflow.
import type { Editor } from './editor';

/**
 * Counts what a recipe would tell in a line each: a node added, a choice, a text, a drag, a button. To get to a panel and
 * out of it, and to type sender and receiver, counts for nothing.
 */
export function actionCounter(recipe: string, editor: Editor) {
	let count = 0;
	const act = async <T>(action: Promise<T>): Promise<T> => {
		count++;
		return await action;
	};
	/** Publishes the workflow, which is the last action, and says how many there were; answers with its id. */
	const published = async ({ atMost }: { atMost: number }): Promise<string> => {
		const id = await act(editor.publish());
		process.stderr.write(`${recipe}: ${count} actions\n`);
		expect(count).toBeLessThanOrEqual(atMost);
		return id;
	};
	return { act, published };
}
