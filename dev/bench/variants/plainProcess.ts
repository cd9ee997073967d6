// The plain program: the same calls with Node's own fetch and nothing else.
// Each picture goes to a file, because n8n's binary store writes files as well.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_ACCOUNT } from '../../simulator/options';

interface Page {
	devices: Array<{ id: string; type: string }>;
	page: { next: string | null };
}

const concurrency = Number(process.argv[2]);

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
	const { jwtToken }: { jwtToken: string } = await response.json();
	return { authorization: `Bearer ${jwtToken}` };
}

/** While the pictures of a page are fetched, the next page is already being asked for. */
async function* cameraIds(baseUrl: string, headers: HeadersInit): AsyncGenerator<string, void> {
	const getPage = async (query = ''): Promise<Page> =>
		await (await ask(`${baseUrl}/devices${query}`, { headers })).json();
	for (let upcoming: Promise<Page> | undefined = getPage(); upcoming !== undefined; ) {
		const { devices, page }: Page = await upcoming;
		upcoming = page.next === null ? undefined : getPage(`?cursor=${page.next}`);
		for (const { id, type } of devices) if (type === 'video') yield id;
	}
}

async function savePictures(baseUrl: string, folder: string): Promise<void> {
	const headers = await logIn(baseUrl);
	const ids = cameraIds(baseUrl, headers);
	const work = async () => {
		for await (const id of ids) {
			const response = await ask(`${baseUrl}/thumbnail/${id}/live`, { headers });
			await writeFile(path.join(folder, `${id}.jpg`), Buffer.from(await response.arrayBuffer()));
		}
	};
	await Promise.all(Array.from({ length: concurrency }, work));
}

process.once('disconnect', () => process.exit());
process.on('message', ({ baseUrl, folder }: { baseUrl: string; folder: string }) => {
	void savePictures(baseUrl, folder).then(() => process.send?.('saved'));
});
process.send?.('ready');
