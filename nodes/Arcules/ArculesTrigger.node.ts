/**
 * The node "Arcules Trigger": what it looks like in the editor. What it does is in `triggers/fleet/`.
 */
import {
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { getCameras, getDeviceTypes, getGateways, getLocations } from './listSearch/loadOptions';
import { poll } from './triggers/fleet';
import { properties, triggerPanel } from './triggers/fleet/description';

export class ArculesTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Arcules Trigger',
		name: 'arculesTrigger',
		icon: { light: 'file:arcules.svg', dark: 'file:arcules.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["events"].map((event) => event.replace(/([A-Z])/g, " $1").replace(/^./, (start) => start.toUpperCase())).join(", ") }}',
		// n8n shows this for both nodes where its node panel merges them into one entry, so it names what both have to do with.
		description:
			'Get live pictures of Arcules cameras, or start a workflow when one goes dark, comes back or freezes',
		defaults: { name: 'Arcules Trigger' },
		polling: true,
		triggerPanel,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'arculesApi', required: true }],
		properties,
	};

	methods = { loadOptions: { getCameras, getDeviceTypes, getGateways, getLocations } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll.call(this);
	}
}
