/**
 * I/O ports for tests: their states, as they are sent and as they come out, and Get State run once.
 */
import type { INode, INodeParameters } from 'n8n-workflow';
import type { IoPort } from '../../dev/simulator';
import { getPortState, type SimulatedAccount } from './simulated';
import { runNode } from './workflow';

export const LOW = { state: 'low', lastUpdated: 1726183188281 };
export const SINCE = '2024-09-12T23:19:48.281Z';

export const low = (portId: string) => ({ portId, state: 'low', lastUpdated: SINCE, raw: LOW });

export const idsUpTo = (count: number) =>
	Array.from(
		{ length: count },
		(_, index) => `2945cd45-0000-4000-8000-${String(index).padStart(12, '0')}`,
	);

export const portsOf = (ids: readonly string[]): Record<string, IoPort> =>
	Object.fromEntries(ids.map((id) => [id, LOW]));

interface Changes {
	onError?: NonNullable<INode['onError']>;
	options?: INodeParameters;
}

/** The states of some ports, asked for by one input item. */
export async function statesOf(
	{ credentials }: Pick<SimulatedAccount, 'credentials'>,
	portIds: string,
	{ onError = 'continueRegularOutput', options = {} }: Changes = {},
) {
	const parameters = getPortState(portIds, options);
	return await runNode({ credentials, onError, parameters });
}

export const jsonOf = (result: { items: Array<{ json: unknown }> }) =>
	result.items.map(({ json }) => json);

export const askedIds = ({ simulator }: SimulatedAccount) =>
	simulator.requests
		.filter(({ target }) => target === 'ioports')
		.map(({ query }) => query['portIds']?.split(','));
