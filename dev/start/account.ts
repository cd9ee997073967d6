// Chooses the Arcules account to show: a real one from the environment, else the simulated one.
import { ARCULES_CREDENTIAL_TYPE } from './workflow';
import type { Credential } from '../n8n/client';
import { DEFAULT_ACCOUNT, startSimulator } from '../simulator';

/** How many cameras the simulated account has. */
export const SIMULATED_CAMERAS = 12;
const ARCULES_BASE_URL = 'https://msapi.arcules.com/v1';

/** Where the pictures come from. */
export interface Account {
	credential: Credential;
	close(): Promise<void>;
}

/** The account in the environment, where there is one; nothing of it is ever printed. */
export function realAccount(env: NodeJS.ProcessEnv): Account | undefined {
	const { ARCULES_EMAIL: email, ARCULES_PASSWORD: password, ARCULES_BASE_URL: baseUrl } = env;
	if (!email && !password) return undefined;
	if (!email || !password) {
		const [given, missing] = email
			? ['ARCULES_EMAIL', 'ARCULES_PASSWORD']
			: ['ARCULES_PASSWORD', 'ARCULES_EMAIL'];
		throw new Error(
			`${given} is set, but ${missing} is not. Set both to use your own Arcules account, or neither to use a simulated one.`,
		);
	}
	return {
		credential: arculesCredential(email, password, baseUrl || ARCULES_BASE_URL),
		close: async () => {},
	};
}

/** A simulated account with its own little Arcules on this machine. */
export async function simulatedAccount(): Promise<Account> {
	const simulator = await startSimulator({ cameras: SIMULATED_CAMERAS });
	const { email, password } = DEFAULT_ACCOUNT;
	return {
		credential: arculesCredential(email, password, simulator.baseUrl),
		close: async () => await simulator.close(),
	};
}

const arculesCredential = (email: string, password: string, baseUrl: string): Credential => ({
	name: 'Arcules account',
	type: ARCULES_CREDENTIAL_TYPE,
	data: { email, password, baseUrl },
});
