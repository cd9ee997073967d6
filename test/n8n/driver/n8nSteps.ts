/**
 * n8n's own nodes that pictures are handed to.
 */
import type { StoredCredential } from '../../../dev/n8n/client';
import type { Step } from './steps';

/** Read/Write Files from Disk, under the name that the picture has. */
export const writeFile = (folder: string): Step => ({
	name: 'Write File',
	type: 'n8n-nodes-base.readWriteFile',
	typeVersion: 1,
	parameters: {
		operation: 'write',
		fileName: `=${folder}/{{ $json.thumbnail.fileName }}`,
		dataPropertyName: 'data',
		options: {},
	},
});

/** Respond to Webhook, with the picture as the answer. */
export const respondWithPicture = (): Step => ({
	name: 'Respond to Webhook',
	type: 'n8n-nodes-base.respondToWebhook',
	typeVersion: 1.4,
	parameters: {
		respondWith: 'binary',
		responseDataSource: 'set',
		inputFieldName: 'data',
		options: {},
	},
});

/** Aggregate: one item with all files. */
export const aggregateFiles = (): Step => ({
	name: 'Aggregate',
	type: 'n8n-nodes-base.aggregate',
	typeVersion: 1,
	parameters: {
		aggregate: 'aggregateAllItemData',
		destinationFieldName: 'cameras',
		options: { includeBinaries: true },
	},
});

/** Compression: all files of an item in one archive. */
export const zipFiles = (): Step => ({
	name: 'Zip',
	type: 'n8n-nodes-base.compression',
	typeVersion: 1.1,
	parameters: {
		operation: 'compress',
		binaryPropertyName: "={{ Object.keys($binary).join(',') }}",
		outputFormat: 'zip',
		fileName: 'pictures.zip',
		binaryPropertyOutput: 'archive',
	},
});

/** Extract From File: the picture as base64 in the item's json. */
export const pictureAsText = (): Step => ({
	name: 'Picture as Text',
	type: 'n8n-nodes-base.extractFromFile',
	typeVersion: 1,
	parameters: {
		operation: 'binaryToPropery',
		binaryPropertyName: 'data',
		destinationKey: 'picture',
		options: {},
	},
});

const VISION_REQUEST = `={{ {
	model: 'vision',
	messages: [{ role: 'user', content: [
		{ type: 'text', text: 'What do you see?' },
		{ type: 'image_url', image_url: { url: 'data:image/jpeg;base64,' + $json.picture } },
	] }],
} }}`;

/** HTTP Request to the API that most vision models have. */
export const askVisionModel = (baseUrl: string): Step => ({
	name: 'Vision Model',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		method: 'POST',
		url: `${baseUrl}/chat/completions`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: VISION_REQUEST,
		options: {},
	},
});

/** HTTP Request with a credential that a package has brought. */
export const httpRequest = (url: string, credential: StoredCredential): Step => ({
	name: 'HTTP Request',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	credential,
	parameters: {
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: credential.type,
		options: {},
	},
});
