// Chooses the Arcules account to show: a real one from the environment, else a simulated one.
import { DEFAULT_ACCOUNT, startSimulator } from '../simulator';

/** How many cameras the simulated account has. */
export const SIMULATED_CAMERAS = 12;
const ARCULES_BASE_URL = 'https://msapi.arcules.com/v1';

/** Where the pictures come from. */
export interface Account {
	kind: 'real' | 'simulated';
	/** How many of its cameras were taken off the air on purpose. */
	offline: number;
	credential: { email: string; password: string; baseUrl: string };
	close(): Promise<void>;
}

/** The account in the environment, where there is one; nothing of it is ever printed. */
export async function openAccount(env: NodeJS.ProcessEnv, offline: number): Promise<Account> {
	const { ARCULES_EMAIL: email, ARCULES_PASSWORD: password, ARCULES_BASE_URL: baseUrl } = env;
	if (!email && !password) return await simulatedAccount(offline);
	if (!email || !password) {
		const missing = email ? 'ARCULES_PASSWORD' : 'ARCULES_EMAIL';
		throw new Error(
			`${missing} is not set. Set both ARCULES_EMAIL and ARCULES_PASSWORD to use your own Arcules account, or neither to use a simulated one.`,
		);
	}
	if (offline > 0) throw new Error('--offline works with the simulated account only.');
	const credential = { email, password, baseUrl: baseUrl || ARCULES_BASE_URL };
	return { kind: 'real', offline: 0, credential, close: async () => {} };
}

async function simulatedAccount(offline: number): Promise<Account> {
	const simulator = await startSimulator({ cameras: SIMULATED_CAMERAS });
	const { devices, baseUrl } = simulator;
	for (const { id } of devices.slice(devices.length - offline)) simulator.setOffline(id, true);
	const credential = { ...DEFAULT_ACCOUNT, baseUrl };
	return { kind: 'simulated', offline, credential, close: async () => await simulator.close() };
}
