// The workflow of the demo: the example that users import, with a credential chosen in it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type INodeCredentialsDetails, jsonParse } from 'n8n-workflow';
import type { WorkflowFile } from '../engine/engine';
import { ARCULES_CREDENTIAL_TYPE, ARCULES_NODE_TYPE } from '../names';

const EXAMPLE = path.join(__dirname, '..', '..', 'examples', 'live-pictures.json');

/** The names of the nodes, under which an execution keeps their items. */
export const MANUAL_TRIGGER = 'When clicking ‘Execute workflow’';
export const LIST_DEVICES = 'List Devices';
export const GET_LIVE_THUMBNAIL = 'Get Live Thumbnail';

/** The workflow, with this credential in both Arcules nodes. */
export function demoWorkflow({ id, name }: INodeCredentialsDetails): WorkflowFile {
	const example = jsonParse<WorkflowFile>(readFileSync(EXAMPLE, 'utf8'));
	const credentials = { [ARCULES_CREDENTIAL_TYPE]: { id, name } };
	const nodes = example.nodes.map((node) =>
		node.type === ARCULES_NODE_TYPE ? { ...node, credentials } : node,
	);
	return { ...example, nodes };
}
