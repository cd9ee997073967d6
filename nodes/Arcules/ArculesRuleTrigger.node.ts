/**
 * The node "Arcules Rule Trigger": what it looks like in the editor. What it does is in `triggers/rule/`.
 */
import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { complete, receive } from './triggers/rule';
import { properties, triggerPanel, webhook } from './triggers/rule/description';

export class ArculesRuleTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Arcules Rule Trigger',
		name: 'arculesRuleTrigger',
		icon: { light: 'file:arcules.svg', dark: 'file:arcules.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["attachPicture"] ? "Event with Picture" : "Event" }}',
		description:
			'Start a workflow at once when a rule of Arcules fires, with a live picture if wished',
		defaults: { name: 'Arcules Rule Trigger' },
		// Else n8n would make the name out of the hidden resource and operation.
		skipNameGeneration: true,
		triggerPanel,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'arculesWebhookApi', required: false },
			{
				name: 'arculesApi',
				required: true,
				displayOptions: { show: { attachPicture: [true] } },
			},
		],
		webhooks: [webhook],
		properties,
	};

	/**
	 * Arcules documents no call that registers a webhook: the user pastes the URL into the rule. So there is nothing to
	 * look for, to make or to take away.
	 */
	webhookMethods = {
		default: {
			async checkExists(): Promise<boolean> {
				return true;
			},
			async create(): Promise<boolean> {
				return true;
			},
			async delete(): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive.call(this);
	}

	/** n8n runs this as the first step of the execution that the webhook has started. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await complete.call(this);
	}
}
