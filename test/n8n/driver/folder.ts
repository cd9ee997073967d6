// Where workflows write files, and what the names of the files tell.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Far from that of any machine that these tests are likely to run on, and without summer time. */
export const TIME_ZONE = 'Asia/Kathmandu';
const UTC_OFFSET = '+05:45';
const RECENT_MS = 120_000;

/** A folder of its own, gone when it is closed. */
export async function temporaryFolder(): Promise<{ path: string; close(): Promise<void> }> {
	const folder = await mkdtemp(path.join(tmpdir(), 'pictures-'));
	return { path: folder, close: async () => await rm(folder, { recursive: true }) };
}

/** Whether a file is named `Lobby_2026-11-22_08-00-00.jpg`, and its time, taken as that of {@link TIME_ZONE}, is now. */
export function isNamedByNow(file: string, camera: string): boolean {
	const [, date, time = ''] =
		new RegExp(`^${camera}_(\\d{4}-\\d\\d-\\d\\d)_(\\d\\d-\\d\\d-\\d\\d)\\.jpg$`).exec(file) ?? [];
	const namedMs = Date.parse(`${date}T${time.replaceAll('-', ':')}${UTC_OFFSET}`);
	return Math.abs(Date.now() - namedMs) < RECENT_MS;
}
