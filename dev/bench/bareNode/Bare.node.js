// The bare node: lists the devices, and for each camera calls n8n's request helper and its binary store, nothing else.
// A node that gets the pictures through n8n cannot do with less.
class Bare {
	description = {
		displayName: 'Bare',
		name: 'bare',
		group: ['input'],
		version: 1,
		description: 'Gets a picture of every camera',
		defaults: { name: 'Bare' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'arculesApi', required: true }],
		properties: [{ displayName: 'Concurrency', name: 'concurrency', type: 'number', default: 50 }],
	};

	async execute() {
		const type = 'arculesApi';
		const data = await this.getCredentials(type);
		// Handed over with each request, it spares n8n reading and decrypting the credential again.
		const credentialsDecrypted = { ...this.getNode().credentials[type], type, data };
		const get = async (path, options) =>
			await this.helpers.httpRequestWithAuthentication.call(
				this,
				type,
				{ method: 'GET', url: data.baseUrl + path, ...options },
				{ credentialsDecrypted },
			);

		const cameras = [];
		for (let cursor = ''; cursor !== null; ) {
			const qs = cursor === '' ? {} : { cursor };
			const { devices, page } = await get('/devices', { qs, json: true });
			cameras.push(...devices.filter((device) => device.type === 'video'));
			cursor = page.next;
		}

		const items = [];
		// All workers take from this one iterator, so that each camera is taken once.
		const entries = cameras.entries();
		const work = async () => {
			for (const [index, json] of entries) {
				const jpeg = await get(`/thumbnail/${json.id}/live`, { encoding: 'arraybuffer' });
				const file = await this.helpers.prepareBinaryData(jpeg, `${json.id}.jpg`, 'image/jpeg');
				items[index] = { json, binary: { data: file }, pairedItem: { item: 0 } };
			}
		};
		await Promise.all(Array.from({ length: this.getNodeParameter('concurrency', 0) }, work));
		return [items];
	}
}

module.exports = { Bare };
