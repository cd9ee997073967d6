/**
 * An Arcules credential stored in n8n, and the steps that use it.
 */
import type { INodeParameters } from 'n8n-workflow';
import type { CredentialTestResult, N8nClient, StoredCredential } from '../../../dev/n8n/client';
import { DEFAULT_ACCOUNT, type Simulator } from '../../../dev/simulator';
import { ARCULES_CREDENTIAL_TYPE, ARCULES_NODE_TYPE } from '../../../dev/start/workflow';
import type { Step } from './steps';

/** What the user types into the credential; the rest fits the simulator. */
export interface AccountChanges {
	email?: string;
	password?: string;
	baseUrl?: string;
}

export const LIST_DEVICES = 'List Devices';
export const GET_LIVE = 'Get Live Thumbnail';
export const GET_MANY = 'Get Many Live Thumbnails';

/** One credential, and the Arcules steps with it. */
export class ArculesAccount {
	private constructor(
		private readonly client: N8nClient,
		private stored: StoredCredential,
	) {}

	static async create(
		client: N8nClient,
		{ baseUrl }: Simulator,
		changes: AccountChanges,
	): Promise<ArculesAccount> {
		const data = { ...DEFAULT_ACCOUNT, baseUrl, ...changes };
		const credential = { name: 'Arcules account', type: ARCULES_CREDENTIAL_TYPE, data };
		return new ArculesAccount(client, await client.createCredential(credential));
	}

	get credential(): StoredCredential {
		return this.stored;
	}

	/** Saves the credential with these fields changed, as the user does in its dialog. */
	async edit(changes: AccountChanges): Promise<void> {
		this.stored = { ...this.stored, data: { ...this.stored.data, ...changes } };
		await this.client.updateCredential(this.stored);
	}

	/** What the dialog shows below the credential. */
	async test(): Promise<CredentialTestResult> {
		return await this.client.testCredential(this.stored);
	}

	/** Lists the cameras, all of them. */
	listDevices(changes: INodeParameters = {}): Step {
		return this.step(LIST_DEVICES, {
			resource: 'device',
			operation: 'list',
			returnAll: true,
			filters: { type: 'video' },
			...changes,
		});
	}

	/** Gets the picture of the camera that comes in. */
	getLive(changes: INodeParameters = {}): Step {
		return this.step(GET_LIVE, {
			resource: 'thumbnail',
			operation: 'getLive',
			channelId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			options: { retries: 0 },
			...changes,
		});
	}

	/** Gets the pictures of all cameras. */
	getMany(changes: INodeParameters = {}): Step {
		return this.step(GET_MANY, {
			resource: 'thumbnail',
			operation: 'getManyLive',
			returnAll: true,
			options: { retries: 0 },
			...changes,
		});
	}

	private step(name: string, parameters: INodeParameters): Step {
		return {
			name,
			type: ARCULES_NODE_TYPE,
			typeVersion: 1,
			parameters,
			credential: this.stored,
		};
	}
}
