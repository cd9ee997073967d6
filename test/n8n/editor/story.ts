/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- runs in jest, not in n8n */
/**
 * A test told as a story in the editor; when it fails, a picture of the page is kept.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Stage } from './stage';
import type { Editor } from './editor';

const STORY_DEADLINE_MS = 300_000;

/** A test with a tab of its own. */
export function story(
	title: string,
	stage: () => Stage,
	tell: (editor: Editor, stage: Stage) => Promise<void>,
): void {
	test(
		title,
		async () => {
			const editor = await stage().openEditor();
			try {
				await tell(editor, stage());
			} catch (error) {
				await keepPicture(editor, title);
				throw error;
			} finally {
				await editor.page.close();
			}
		},
		STORY_DEADLINE_MS,
	);
}

async function keepPicture(editor: Editor, title: string): Promise<void> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-editor-failure-'));
	const file = path.join(folder, 'page.png');
	const outcome = await editor.page.screenshot({ path: file }).then(
		() => `The page as it was then: ${file}`,
		(error: unknown) => `No picture of the page could be taken: ${String(error)}`,
	);
	process.stderr.write(`\n"${title}" failed. ${outcome}\n`);
}
