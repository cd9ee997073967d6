/**
 * What the cameras of a simulator show, asked for past n8n.
 */
import { textAt } from '../../../dev/n8n/json';
import { DEFAULT_ACCOUNT, type Simulator } from '../../../dev/simulator';

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
	for (const device of simulator.devices) {
		const address = `${simulator.baseUrl}/thumbnail/${device.id}/live`;
		const answer = await fetch(address, { headers });
		pictures.set(device.id, Buffer.from(await answer.arrayBuffer()));
	}
	simulator.resetRecords();
	return pictures;
}
