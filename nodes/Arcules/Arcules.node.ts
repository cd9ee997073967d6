/**
 * The node "Arcules": what it looks like in the editor. What it does is in `resources/`.
 */
import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { searchChannels } from './listSearch/searchChannels';
import { executeOperation, properties, subtitle } from './resources';

export class Arcules implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Arcules',
		name: 'arcules',
		icon: { light: 'file:arcules.svg', dark: 'file:arcules.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle,
		description: 'List the cameras of an Arcules account and get live pictures from them',
		defaults: { name: 'Arcules' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'arculesApi', required: true }],
		properties,
	};

	methods = { listSearch: { searchChannels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperation.call(this);
	}
}
