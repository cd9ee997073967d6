/**
 * The credential "Arcules Webhook API": what a rule of Arcules proves itself with when it calls n8n.
 */
import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class ArculesWebhookApi implements ICredentialType {
	name = 'arculesWebhookApi';

	displayName = 'Arcules Webhook API';

	icon: Icon = {
		light: 'file:../nodes/Arcules/arcules.svg',
		dark: 'file:../nodes/Arcules/arcules.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-arcules/n8n-nodes-arcules#started-by-an-arcules-rule';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The same text as in the field API Key of the action Call Webhook. Calls without it are refused.',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The same text as in the field Secret of the action Call Webhook, with which Arcules signs what it sends',
		},
	];

	/**
	 * None: here Arcules calls n8n, and no call of the API is known that would say whether a rule has the same key. A test that
	 * asks nobody would tell the user that the connection works.
	 */
	test?: ICredentialTestRequest;
}
