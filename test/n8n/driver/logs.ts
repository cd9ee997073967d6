/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in jest, not in n8n */
/**
 * Hands the log of each n8n to the test environment, which shows it when a test fails (see `environment.js`).
 */
interface RunningN8n {
	title: string;
	log: () => string;
}

declare global {
	var runningN8ns: RunningN8n[] | undefined;
}

/** Answers with what takes the log back, when that n8n has ended. */
export function showLogOnFailure(title: string, log: () => string): () => void {
	const running = (globalThis.runningN8ns ??= []);
	const entry = { title, log };
	running.push(entry);
	return () => void running.splice(running.indexOf(entry), 1);
}
