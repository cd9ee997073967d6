// n8n's own nodes that follow the Arcules node, and what the user may choose in a node's settings.
import type { INodeParameters } from 'n8n-workflow';
import type { StoredCredential } from '../../../dev/n8n/client';
import type { Step } from '../../../dev/n8n/workflow';

/** The step with On Error set to Continue. */
export const continuing = (step: Step): Step => ({
	...step,
	settings: { ...step.settings, onError: 'continueRegularOutput' },
});

/** The step with On Error set to Continue (using error output), and what follows that output. */
export const withErrorOutput = (step: Step, ...errorBranch: Step[]): Step => ({
	...step,
	settings: { ...step.settings, onError: 'continueErrorOutput' },
	errorBranch,
});

/** The step with Retry On Fail. */
export const retrying = (step: Step, maxTries: number): Step => ({
	...step,
	settings: { ...step.settings, retryOnFail: true, maxTries, waitBetweenTries: 100 },
});

const baseNode = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
): Step => ({ name, type: `n8n-nodes-base.${type}`, typeVersion, parameters });

/** Edit Fields, which keeps only this one field. */
export const setField = (name: string, field: string, expression: string): Step =>
	baseNode(name, 'set', 3.4, {
		assignments: { assignments: [{ id: field, name: field, value: expression, type: 'string' }] },
		includeOtherFields: false,
		options: {},
	});

/** Read/Write Files from Disk, under the name that the picture has. */
export const writeFile = (folder: string): Step =>
	baseNode('Write File', 'readWriteFile', 1, {
		operation: 'write',
		fileName: `=${folder}/{{ $json.pictureFileName }}`,
		dataPropertyName: 'data',
		options: {},
	});

/** Respond to Webhook, with the picture as the answer. */
export const respondWithPicture: Step = baseNode('Respond to Webhook', 'respondToWebhook', 1.4, {
	respondWith: 'binary',
	responseDataSource: 'set',
	inputFieldName: 'data',
	options: {},
});

/** Aggregate: one item with all files. */
export const aggregateFiles: Step = baseNode('Aggregate', 'aggregate', 1, {
	aggregate: 'aggregateAllItemData',
	destinationFieldName: 'cameras',
	options: { includeBinaries: true },
});

/** Compression: all files of an item in one archive. */
export const zipFiles: Step = baseNode('Zip', 'compression', 1.1, {
	operation: 'compress',
	binaryPropertyName: "={{ Object.keys($binary).join(',') }}",
	outputFormat: 'zip',
	fileName: 'pictures.zip',
	binaryPropertyOutput: 'archive',
});

/** Extract From File: the picture as base64 in the item's json. */
export const pictureAsText: Step = baseNode('Picture as Text', 'extractFromFile', 1, {
	operation: 'binaryToPropery',
	binaryPropertyName: 'data',
	destinationKey: 'picture',
	options: {},
});

const VISION_REQUEST = `={{ {
	model: 'vision',
	messages: [{ role: 'user', content: [
		{ type: 'text', text: 'What do you see?' },
		{ type: 'image_url', image_url: { url: 'data:image/jpeg;base64,' + $json.picture } },
	] }],
} }}`;

/** HTTP Request to the API that most vision models have. */
export const askVisionModel = (baseUrl: string): Step =>
	baseNode('Vision Model', 'httpRequest', 4.2, {
		method: 'POST',
		url: `${baseUrl}/chat/completions`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: VISION_REQUEST,
		options: {},
	});

/** OpenAI's Analyze Image, which is shown the picture. */
export const analyzeImage = (credential: StoredCredential): Step => ({
	name: 'Analyze Image',
	type: '@n8n/n8n-nodes-langchain.openAi',
	typeVersion: 2.1,
	credential,
	parameters: {
		resource: 'image',
		operation: 'analyze',
		modelId: { __rl: true, mode: 'id', value: 'gpt-4o' },
		text: 'What do you see?',
		inputType: 'base64',
		binaryPropertyName: 'data',
		simplify: true,
		options: {},
	},
});

/** HTTP Request with a credential that a package has brought. */
export const httpRequest = (name: string, url: string, credential: StoredCredential): Step => ({
	...baseNode(name, 'httpRequest', 4.2, {
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: credential.type,
		options: {},
	}),
	credential,
});

/** AI Agent with a chat model and one tool, which may be any step whose node is usable as a tool. */
export const agent = (model: StoredCredential, tool: Step): Step => ({
	name: 'AI Agent',
	type: '@n8n/n8n-nodes-langchain.agent',
	typeVersion: 2.2,
	parameters: { promptType: 'define', text: 'How are the cameras?', options: {} },
	plugged: [
		{ step: chatModel(model), into: 'ai_languageModel' },
		{ step: asTool(tool), into: 'ai_tool' },
	],
});

const chatModel = (credential: StoredCredential): Step => ({
	name: 'OpenAI Chat Model',
	type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
	typeVersion: 1.2,
	credential,
	parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
});

/** n8n offers every node that is usable as a tool a second time, with "Tool" after its type. */
const asTool = (step: Step): Step => ({
	...step,
	type: `${step.type}Tool`,
	parameters: { ...step.parameters, toolDescription: `Arcules cameras: ${step.name}` },
});
