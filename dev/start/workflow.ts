// The demo workflow: list the cameras, get a live picture of each.
import type { INode } from 'n8n-workflow';
import type { StoredCredential, WorkflowDefinition } from '../n8n/client';

/** The node type as n8n names it when the package is installed. */
export const ARCULES_NODE_TYPE = 'n8n-nodes-arcules.arcules';
export const ARCULES_CREDENTIAL_TYPE = 'arculesApi';

/** The names of the nodes, under which an execution keeps their items. */
export const LIST_DEVICES = 'List Devices';
export const GET_LIVE_THUMBNAIL = 'Get Live Thumbnail';

export const MANUAL_TRIGGER = 'When clicking ‘Execute workflow’';
const WEBHOOK_TRIGGER = 'When the webhook is called';

const NOTE = `## Live pictures of your cameras

1. Press **Execute workflow**.
2. Open **${GET_LIVE_THUMBNAIL}** with a double click.
3. Choose the tab **Binary** and press **View**. Run it again, and the clock in the picture has moved on.`;

/** The workflow, with this account's credential in both Arcules nodes. */
export function demoWorkflow(credential: StoredCredential): WorkflowDefinition {
	const credentials = { [credential.type]: { id: credential.id, name: credential.name } };
	const nodes: INode[] = [
		{
			id: 'note',
			name: 'What to do',
			type: 'n8n-nodes-base.stickyNote',
			typeVersion: 1,
			position: [-40, -220],
			parameters: { content: NOTE, height: 180, width: 800 },
		},
		{
			id: 'manual',
			name: MANUAL_TRIGGER,
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'list',
			name: LIST_DEVICES,
			type: ARCULES_NODE_TYPE,
			typeVersion: 1,
			position: [260, 0],
			parameters: {
				resource: 'device',
				operation: 'list',
				returnAll: true,
				filters: { type: 'video' },
			},
			credentials,
		},
		{
			id: 'thumbnail',
			name: GET_LIVE_THUMBNAIL,
			type: ARCULES_NODE_TYPE,
			typeVersion: 1,
			position: [520, 0],
			parameters: {
				resource: 'thumbnail',
				operation: 'getLive',
				channelId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				options: {},
			},
			// One camera that is off the air must not cost the pictures of the others.
			onError: 'continueRegularOutput',
			credentials,
		},
	];
	return {
		name: 'Arcules demo: a live picture of every camera',
		nodes,
		connections: {
			[MANUAL_TRIGGER]: connectionTo(LIST_DEVICES),
			[LIST_DEVICES]: connectionTo(GET_LIVE_THUMBNAIL),
		},
		settings: { executionOrder: 'v1' },
	};
}

/**
 * The same workflow with a webhook, which answers with the last node's items. It is not part of the demo's
 * own, because the editor's button would then wait for a call of the webhook.
 */
export function withWebhook(workflow: WorkflowDefinition, path: string): WorkflowDefinition {
	const webhook: INode = {
		id: 'webhook',
		name: WEBHOOK_TRIGGER,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 200],
		webhookId: path,
		parameters: { path, responseMode: 'lastNode', responseData: 'allEntries', options: {} },
	};
	return {
		...workflow,
		nodes: [...workflow.nodes, webhook],
		connections: { ...workflow.connections, [WEBHOOK_TRIGGER]: connectionTo(LIST_DEVICES) },
	};
}

const connectionTo = (node: string): WorkflowDefinition['connections'][string] => ({
	main: [[{ node, type: 'main', index: 0 }]],
});
