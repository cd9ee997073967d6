// What the cameras of a simulator show, asked for past n8n, and what to compare it by.
import { createHash } from 'node:crypto';
import { textAt } from '../../../dev/n8n/json';
import { DEFAULT_ACCOUNT, type Simulator } from '../../../dev/simulator';

export const sha256 = (bytes: Uint8Array | undefined): string =>
	createHash('sha256')
		.update(bytes ?? '')
		.digest('hex');

/** Makes every camera show one picture for good, and answers with the pictures by camera. */
export async function servedPictures(simulator: Simulator): Promise<Map<string, Buffer>> {
	simulator.setFault('*thumbnail', { kind: 'frozen' });
	const login = await fetch(`${simulator.baseUrl}/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(DEFAULT_ACCOUNT),
	});
	const headers = { authorization: `Bearer ${textAt(await login.json(), 'jwtToken')}` };
	const pictures = new Map<string, Buffer>();
	for (const { id } of simulator.devices) {
		const answer = await fetch(`${simulator.baseUrl}/thumbnail/${id}/live`, { headers });
		pictures.set(id, Buffer.from(await answer.arrayBuffer()));
	}
	simulator.resetRecords();
	return pictures;
}
