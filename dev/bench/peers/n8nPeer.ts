// A peer inside n8n: an n8n of its own, with the peer's workflow for each account.
import { itemsOf, type Execution } from '../../n8n/execution';
import type { WorkflowDefinition } from '../../n8n/client';
import { GET_LIVE, GET_MANY, getMany, listThenLive } from '../workflows/arcules';
import { recipe, RECIPE_LAST_NODE } from '../workflows/recipe';
import type { AccountName, Peer, PeerName } from './peer';
import { Session } from './session';
import type { Surroundings } from './surroundings';

type N8nPeerName = Exclude<PeerName, 'floor'>;

/** The node of each workflow whose items carry the pictures. */
const LAST_NODES: Readonly<Record<N8nPeerName, string>> = {
	recipe: RECIPE_LAST_NODE,
	listThenLive: GET_LIVE,
	getMany: GET_MANY,
};

/**
 * Boots the peer's n8n.
 *
 * @param baseUrls where the simulators are
 * @param env settings of n8n beside ours
 */
export async function startN8nPeer(
	name: N8nPeerName,
	surroundings: Surroundings,
	baseUrls: Readonly<Record<AccountName, string>>,
	env?: Record<string, string>,
): Promise<Peer> {
	const session = await Session.start(surroundings, env);
	const addWorkflow = async (baseUrl: string) => {
		const define = await definitionOf(name, session, baseUrl);
		return await session.addWorkflow(define);
	};
	const workflows = {
		warmUp: await addWorkflow(baseUrls.warmUp),
		fleet: await addWorkflow(baseUrls.fleet),
	};
	return {
		name,
		pid: session.pid,
		run: async (account) => {
			const { executionId, outsideMs, n8nMs } = await session.run(workflows[account]);
			const countPictures = async () =>
				picturesIn(await session.takeExecution(executionId), LAST_NODES[name]);
			return { outsideMs, n8nMs, countPictures };
		},
		stop: async () => await session.stop(),
	};
}

async function definitionOf(
	name: N8nPeerName,
	session: Session,
	baseUrl: string,
): Promise<(webhookPath: string) => WorkflowDefinition> {
	if (name === 'recipe') return (webhookPath) => recipe(webhookPath, baseUrl);
	const credential = await session.addCredential(baseUrl);
	return (webhookPath) =>
		name === 'getMany' ? getMany(webhookPath, credential) : listThenLive(webhookPath, credential);
}

/** Each stored file counts once. */
function picturesIn(execution: Execution, lastNode: string): number {
	const ids = itemsOf(execution, lastNode).map(({ binary }) => binary['data']?.id);
	return new Set(ids.filter((id) => id !== undefined)).size;
}
