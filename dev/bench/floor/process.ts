// The floor: the same calls from a plain Node.js program, with Node's own fetch and nothing else.
// Each picture goes to a file, because n8n's binary store writes files as well.
/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { textAt } from '../../n8n/json';
import { DEFAULT_ACCOUNT } from '../../simulator';
import { serve } from '../ipc/child';
import { CONCURRENCY } from '../workflows/arcules';

interface Page {
	devices: Array<{ id: string; type: string }>;
	page: { next: string | null };
}

/** Runs work in a fixed number of slots; whoever finds none waits in line. */
function slots(count: number) {
	let free = count;
	const waiting: Array<() => void> = [];
	return async <T>(work: () => Promise<T>): Promise<T> => {
		if (free > 0) free -= 1;
		else await new Promise<void>((resolve) => waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else free += 1;
		}
	};
}

async function ask(url: string, init: RequestInit): Promise<Response> {
	const response = await fetch(url, init);
	if (!response.ok) throw new Error(`${url} was answered ${response.status}`);
	return response;
}

async function logIn(baseUrl: string): Promise<{ authorization: string }> {
	const response = await ask(`${baseUrl}/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(DEFAULT_ACCOUNT),
	});
	return { authorization: `Bearer ${textAt(await response.json(), 'jwtToken')}` };
}

/** The pictures of a page are under way while the next page is asked for. Answers with their number. */
async function savePictures(argument: unknown): Promise<number> {
	const baseUrl = textAt(argument, 'baseUrl');
	const folder = textAt(argument, 'folder');
	const headers = await logIn(baseUrl);
	const inSlot = slots(CONCURRENCY);

	const save = async (id: string) => {
		const picture = await inSlot(async () => {
			const response = await ask(`${baseUrl}/thumbnail/${id}/live`, { headers });
			return await response.arrayBuffer();
		});
		await writeFile(path.join(folder, `${id}.jpg`), Buffer.from(picture));
	};

	const saved: Array<Promise<void>> = [];
	let cursor: string | null = '';
	while (cursor !== null) {
		const url: string = `${baseUrl}/devices${cursor && `?cursor=${cursor}`}`;
		const page: Page = await inSlot(async () => await (await ask(url, { headers })).json());
		const cameras = page.devices.filter(({ type }) => type === 'video');
		saved.push(...cameras.map(async ({ id }) => await save(id)));
		cursor = page.page.next;
	}
	await Promise.all(saved);
	return saved.length;
}

serve(new Map([['savePictures', savePictures]]));
