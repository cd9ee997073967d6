// The recipe: what users build today out of n8n's own nodes.
import type { WorkflowDefinition } from '../../n8n/client';
import { DEFAULT_ACCOUNT } from '../../simulator';
import { chain, type Step } from './chain';
import { onlyCameras } from './filter';

const HTTP_REQUEST = { type: 'n8n-nodes-base.httpRequest', typeVersion: 4.5 };
const LOG_IN = 'Log In';

/** The node whose items carry the pictures. */
export const RECIPE_LAST_NODE = 'Get Thumbnail';

const logIn = (baseUrl: string): Step => ({
	...HTTP_REQUEST,
	name: LOG_IN,
	parameters: {
		method: 'POST',
		url: `${baseUrl}/login`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: JSON.stringify(DEFAULT_ACCOUNT),
		options: {},
	},
});

/** `first()` is the cheapest way to reach the token: no pairing of items has to be followed back. */
const withToken = {
	sendHeaders: true,
	headerParameters: {
		parameters: [
			{ name: 'Authorization', value: `=Bearer {{ $('${LOG_IN}').first().json.jwtToken }}` },
		],
	},
};

const listPages = (baseUrl: string): Step => ({
	...HTTP_REQUEST,
	name: 'List Devices',
	parameters: {
		url: `${baseUrl}/devices`,
		...withToken,
		options: {
			pagination: {
				pagination: {
					paginationMode: 'updateAParameterInEachRequest',
					parameters: {
						parameters: [{ type: 'qs', name: 'cursor', value: '={{ $response.body?.page.next }}' }],
					},
					paginationCompleteWhen: 'other',
					completeExpression: '={{ $response.body.page.next === null }}',
				},
			},
		},
	},
});

const splitOut: Step = {
	name: 'Split Out',
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'devices', options: {} },
};

const getThumbnail = (baseUrl: string): Step => ({
	...HTTP_REQUEST,
	name: RECIPE_LAST_NODE,
	parameters: {
		url: `=${baseUrl}/thumbnail/{{ $json.id }}/live`,
		...withToken,
		options: { response: { response: { responseFormat: 'file' } } },
	},
});

/** Log in, list, split, filter, and one HTTP request per camera; n8n's default options throughout. */
export const recipe = (webhookPath: string, baseUrl: string): WorkflowDefinition =>
	chain('Recipe', webhookPath, [
		logIn(baseUrl),
		listPages(baseUrl),
		splitOut,
		onlyCameras,
		getThumbnail(baseUrl),
	]);
