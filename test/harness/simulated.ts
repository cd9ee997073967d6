/**
 * A simulated Arcules account for one test: its own simulator, and a credential that fits.
 */
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
	jsonParse,
} from 'n8n-workflow';
import { CredentialStore } from '../../dev/engine/credentialStore';
import {
	DEFAULT_ACCOUNT,
	type Device,
	type Simulator,
	type SimulatorOptions,
	startSimulator,
} from '../../dev/simulator';

/** A simulator and a credential for it. */
export interface SimulatedAccount {
	simulator: Simulator;
	credentials: CredentialStore;
}

const running: Simulator[] = [];

/** A camera with an id as the portal shows it. */
export const LOBBY = {
	id: '69eb770a-269d-4dec-9c68-0a55a156723e',
	name: 'Lobby',
	type: 'video',
	locationId: 'l',
	gatewayId: 'g',
};

/** Small valid pictures, so that tests are quick; the test asks for drawn scenes where it needs them. */
const SMALL_PICTURE = { bytes: 20_000 };

/** Starts a simulator; {@link stopSimulators} ends it. */
export async function simulatedAccount(
	options: SimulatorOptions = {},
	credential: ICredentialDataDecryptedObject = {},
): Promise<SimulatedAccount> {
	const simulator = await startSimulator({ cameras: 3, picture: SMALL_PICTURE, ...options });
	running.push(simulator);
	return { simulator, credentials: credentialFor(simulator, credential) };
}

/** A credential as a user has just typed it. */
export function credentialFor(
	simulator: Simulator,
	changes: ICredentialDataDecryptedObject = {},
): CredentialStore {
	return new CredentialStore({
		...DEFAULT_ACCOUNT,
		baseUrl: simulator.baseUrl,
		jwtToken: '',
		issuedFor: '',
		...changes,
	});
}

/** For `afterEach`. */
export async function stopSimulators(): Promise<void> {
	await Promise.all(running.splice(0).map(async (simulator) => await simulator.close()));
}

/** Signs in beside the node, as another process of a cluster does. */
export async function newToken({ baseUrl }: Simulator): Promise<string> {
	const response = await fetch(`${baseUrl}/login`, {
		method: 'POST',
		body: JSON.stringify(DEFAULT_ACCOUNT),
		headers: { 'content-type': 'application/json' },
	});
	return jsonParse<{ jwtToken: string }>(await response.text()).jwtToken;
}

/** The bytes that the simulator sends for a camera now. */
export async function pictureSentBy(simulator: Simulator, channelId: string): Promise<Buffer> {
	const response = await fetch(`${simulator.baseUrl}/thumbnail/${channelId}/live`, {
		headers: { authorization: `Bearer ${await newToken(simulator)}` },
	});
	return Buffer.from(await response.arrayBuffer());
}

/** Devices as input items. */
export function itemsOf(devices: readonly Device[]): Array<{ json: IDataObject }> {
	return devices.map((device) => ({ json: jsonParse<IDataObject>(JSON.stringify(device)) }));
}

/** Parameters of List Devices as the editor stores them. */
export function listDevices(changes: INodeParameters = {}): INodeParameters {
	return {
		resource: 'device',
		operation: 'list',
		returnAll: true,
		limit: 50,
		filters: {},
		...changes,
	};
}

/** Parameters of Get State; without retries, so that tests are quick. */
export function getPortState(
	portIds: INodeParameters[string],
	options: INodeParameters = {},
): INodeParameters {
	return {
		resource: 'ioPort',
		operation: 'getState',
		portIds,
		options: { retries: 0, ...options },
	};
}

/** Parameters of Get Live Thumbnail, with the channel ID out of the input item, and with all details. */
export function getLiveThumbnail({ options, ...changes }: PictureParameters = {}): INodeParameters {
	return {
		resource: 'thumbnail',
		operation: 'getLive',
		channelId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		binaryPropertyName: 'data',
		options: { includeDetails: true, ...options },
		...changes,
	};
}

/** Parameters of Get Many Live Thumbnails, for all cameras, and with all details. */
export function getManyLiveThumbnails({
	options,
	...changes
}: PictureParameters = {}): INodeParameters {
	return {
		resource: 'thumbnail',
		operation: 'getManyLive',
		cameras: 'all',
		filters: {},
		output: 'items',
		onCameraFailure: 'report',
		onNoMatch: 'fail',
		binaryPropertyName: 'data',
		options: { includeDetails: true, ...options },
		...changes,
	};
}

/** Changes to the parameters of an operation that gets pictures; the options are added to those set already. */
export interface PictureParameters extends INodeParameters {
	options?: INodeParameters;
}

/** The reason of each item that failed, `ok` for the others. */
export function reasonsOf(items: readonly INodeExecutionData[]): string[] {
	return items.map(({ json }) => String(json.pictureReason ?? json.pictureStatus));
}
