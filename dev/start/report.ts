// Shows what a run gave: a table of the pictures, and a sentence about those that are missing.
import Table from 'cli-table3';
import pc from 'picocolors';
import type { MissingPicture, Picture } from './pictures';

/** A table with one row per picture. */
export function pictureTable(pictures: Picture[]): string {
	const table = new Table({
		head: ['Camera', 'File', 'Pixels', 'Bytes', 'Taken at'].map((title) => pc.bold(title)),
		colAligns: ['left', 'left', 'right', 'right', 'right'],
		// No colours of its own: it uses them even where the output is not a terminal.
		style: { head: [], border: [], compact: true },
	});
	for (const { camera, fileName, widthPixels, heightPixels, bytes, takenAt } of pictures) {
		table.push([
			camera,
			fileName,
			`${widthPixels} × ${heightPixels}`,
			bytes.toLocaleString('en'),
			takenAt?.toLocaleTimeString('en-GB') ?? '',
		]);
	}
	return table.toString();
}

/** Which cameras gave no picture, and why. */
export function missingSentence(missing: MissingPicture[], cameraCount: number): string {
	const reasons = missing.map(({ camera, reason }) => `  ${camera}: ${reason}`);
	return [`${missing.length} of ${cameraCount} cameras gave no picture:`, ...reasons].join('\n');
}

export interface EditorAccess {
	address: string;
	email: string;
	password: string;
}

/** How to get into the editor, and what to do there. */
export const editorInvitation = ({ address, email, password }: EditorAccess): string =>
	[
		`${pc.bold('n8n is running.')} Open this address in your browser and log in:`,
		'',
		`  Address   ${pc.cyan(address)}`,
		`  E-mail    ${email}`,
		`  Password  ${password}`,
		'',
		'There, press "Execute workflow", open "Get Live Thumbnail" with a double click,',
		'choose the tab "Binary" and press "View".',
		'',
		`Press ${pc.bold('Ctrl-C')} here to stop; nothing of it stays behind.`,
	].join('\n');
