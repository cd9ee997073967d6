// The recipes of the README, as a user imports them.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import type { StoredCredential, WorkflowDefinition } from '../../../dev/n8n/client';
import { credentialsOf } from '../../../dev/n8n/workflow';

const FOLDER = path.join(__dirname, '../../../examples');

/** Which credentials a node takes. */
const CREDENTIAL_TYPES: Readonly<Record<string, readonly string[]>> = {
	'n8n-nodes-arcules.arcules': ['arculesApi'],
	'n8n-nodes-arcules.arculesTrigger': ['arculesApi'],
	'n8n-nodes-arcules.arculesRuleTrigger': ['arculesWebhookApi', 'arculesApi'],
	'n8n-nodes-base.emailSend': ['smtp'],
	'n8n-nodes-base.slack': ['slackApi'],
	'n8n-nodes-base.s3': ['s3'],
	'@n8n/n8n-nodes-langchain.openAi': ['openAiApi'],
};

/**
 * An example, with credentials chosen.
 *
 * @param chosen one of each type
 * @param change what the user is told to change in it
 */
export async function readExample(
	name: string,
	chosen: ReadonlyArray<Pick<StoredCredential, 'id' | 'name' | 'type'>>,
	change = (text: string) => text,
): Promise<WorkflowDefinition> {
	const text = await readFile(path.join(FOLDER, `${name}.json`), 'utf8');
	const example: WorkflowDefinition = JSON.parse(change(text));
	return { ...example, nodes: example.nodes.map((node) => withCredential(node, chosen)) };
}

function withCredential(
	node: INode,
	chosen: ReadonlyArray<Pick<StoredCredential, 'id' | 'name' | 'type'>>,
): INode {
	const types = CREDENTIAL_TYPES[node.type] ?? [];
	const credentials = chosen.filter(({ type }) => types.includes(type)).map(credentialsOf);
	return credentials.length === 0
		? node
		: { ...node, credentials: Object.assign({}, ...credentials) };
}
