/**
 * Finds the operation the user has picked, and runs it.
 */
import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import * as device from './device';
import * as thumbnail from './thumbnail';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[]>;

const OPERATIONS = new Map<string, Execute>([
	['device:list', device.list.execute],
	['thumbnail:getLive', thumbnail.getLive.execute],
	['thumbnail:getManyLive', thumbnail.getManyLive.execute],
]);

export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const resource = String(this.getNodeParameter('resource', 0));
	const operation = String(this.getNodeParameter('operation', 0));
	const execute = OPERATIONS.get(`${resource}:${operation}`);
	if (execute === undefined) {
		throw new NodeOperationError(
			this.getNode(),
			`The operation "${operation}" of "${resource}" does not exist`,
			{ description: 'Choose a resource and an operation from the lists in the node.' },
		);
	}
	return [await execute.call(this)];
}
