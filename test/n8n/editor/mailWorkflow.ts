/**
 * A small workflow for the canvas: every morning, a live picture by email.
 */
import type { INode } from 'n8n-workflow';
import type { N8nClient, StoredCredential, WorkflowDefinition } from '../../../dev/n8n/client';
import type { Device } from '../../../dev/simulator';
import { ARCULES_NODE_TYPE } from '../../../dev/start/workflow';

const TRIGGER = 'Every day at 8:00';
const ARCULES = 'Get Live Thumbnail';
const MAIL = 'Send Email';

/** Stores an account at a mail server that nobody ever connects to. */
export async function createMailAccount(client: N8nClient): Promise<StoredCredential> {
	const data = { user: 'demo', password: 'demo', host: '127.0.0.1', port: 2525, secure: false };
	return await client.createCredential({ name: 'SMTP account', type: 'smtp', data });
}

export function mailWorkflow(
	camera: Device,
	arcules: Pick<StoredCredential, 'id' | 'name'>,
	smtp: Pick<StoredCredential, 'id' | 'name'>,
): WorkflowDefinition {
	const nodes: INode[] = [
		{
			id: 'schedule',
			name: TRIGGER,
			type: 'n8n-nodes-base.scheduleTrigger',
			typeVersion: 1.2,
			position: [0, 0],
			parameters: { rule: { interval: [{ triggerAtHour: 8 }] } },
		},
		{
			id: 'arcules',
			name: ARCULES,
			type: ARCULES_NODE_TYPE,
			typeVersion: 1,
			position: [220, 0],
			parameters: {
				resource: 'thumbnail',
				operation: 'getLive',
				channelId: { __rl: true, mode: 'list', value: camera.id, cachedResultName: camera.name },
				options: {},
			},
			credentials: { arculesApi: { id: arcules.id, name: arcules.name } },
		},
		{
			id: 'mail',
			name: MAIL,
			type: 'n8n-nodes-base.emailSend',
			typeVersion: 2.1,
			position: [440, 0],
			parameters: {
				fromEmail: 'cameras@example.com',
				toEmail: 'guard@example.com',
				subject: `Good morning from ${camera.name}`,
				emailFormat: 'text',
				text: 'The picture is attached.',
				options: { attachments: 'data' },
			},
			credentials: { smtp: { id: smtp.id, name: smtp.name } },
		},
	];
	return {
		name: 'A picture every morning',
		nodes,
		connections: { [TRIGGER]: connectionTo(ARCULES), [ARCULES]: connectionTo(MAIL) },
	};
}

const connectionTo = (node: string): WorkflowDefinition['connections'][string] => ({
	main: [[{ node, type: 'main', index: 0 }]],
});
