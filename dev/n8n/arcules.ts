// The Arcules node in a workflow, and a credential for a simulated account.
import type { INodeParameters } from 'n8n-workflow';
import { ARCULES_CREDENTIAL_TYPE, ARCULES_NODE_TYPE } from '../names';
import { DEFAULT_ACCOUNT } from '../simulator';
import type { Credential } from './client';
import type { Step } from './workflow';

/** The names of the steps. */
const LIST_DEVICES = 'List Devices';
const GET_LIVE = 'Get Live Thumbnail';
export const GET_MANY = 'Get Many Live Thumbnails';
const GET_STATE = 'Get State';

/** What the user types into the credential. */
export interface AccountFields {
	email?: string;
	password?: string;
	baseUrl?: string;
}

/** The simulated account at this address, with these fields typed differently. */
export const simulatedCredential = (baseUrl: string, changes: AccountFields = {}): Credential => ({
	name: 'Arcules account',
	type: ARCULES_CREDENTIAL_TYPE,
	data: { ...DEFAULT_ACCOUNT, baseUrl, ...changes },
});

type CredentialReference = NonNullable<Step['credential']>;

const arculesStep = (
	name: string,
	credential: CredentialReference,
	parameters: INodeParameters,
): Step => ({ name, type: ARCULES_NODE_TYPE, typeVersion: 1, parameters, credential });

/** Lists all cameras. */
export const listDevices = (credential: CredentialReference, changes: INodeParameters = {}): Step =>
	arculesStep(LIST_DEVICES, credential, {
		resource: 'device',
		operation: 'list',
		returnAll: true,
		filters: { type: 'video' },
		...changes,
	});

/** Gets the picture of the camera that comes in. */
export const getLive = (credential: CredentialReference, changes: INodeParameters = {}): Step =>
	arculesStep(GET_LIVE, credential, {
		resource: 'thumbnail',
		operation: 'getLive',
		channelId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		options: { retries: 0 },
		...changes,
	});

/** Gets the pictures of all cameras. */
export const getMany = (credential: CredentialReference, changes: INodeParameters = {}): Step =>
	arculesStep(GET_MANY, credential, {
		resource: 'thumbnail',
		operation: 'getManyLive',
		cameras: 'all',
		options: { retries: 0 },
		...changes,
	});

/** Gets the states of these I/O ports. */
export const getPortState = (credential: CredentialReference, portIds: string): Step =>
	arculesStep(GET_STATE, credential, {
		resource: 'ioPort',
		operation: 'getState',
		portIds,
		options: { retries: 0 },
	});
