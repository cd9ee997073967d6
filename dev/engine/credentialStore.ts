/**
 * n8n's credential store for one Arcules credential, in memory, by the rules of n8n's own `CredentialsHelper`.
 */
import {
	type ICredentialDataDecryptedObject,
	type ICredentials,
	ICredentialsHelper,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeProperties,
	UserError,
} from 'n8n-workflow';
import { ArculesApi } from '../../credentials/ArculesApi.credentials';

const TYPE = new ArculesApi();

/** Keeps what n8n would keep in its database: whoever has it may change it, as a user would in the dialog. */
export class CredentialStore extends ICredentialsHelper {
	/** `undefined` for a node without a credential. */
	constructor(public stored: ICredentialDataDecryptedObject | undefined) {
		super();
	}

	override getParentTypes(): string[] {
		return [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return await TYPE.authenticate(credentials, requestOptions);
	}

	override async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		if (credentials.jwtToken !== '' && !credentialsExpired) return undefined;
		const output = await TYPE.preAuthentication.call(helpers, credentials);
		this.stored = { ...this.stored, ...toCredentialData(output) };
		return Object.assign(credentials, output);
	}

	override async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	override async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		if (this.stored === undefined) {
			throw new UserError('Node does not have any credentials set for "arculesApi"');
		}
		return { ...this.stored };
	}

	override async getCredentials(): Promise<ICredentials> {
		throw new UserError('Not used by n8n-core');
	}

	override async updateCredentials(): Promise<void> {}

	override async updateCredentialsOauthTokenData(): Promise<void> {}

	override getCredentialsProperties(): INodeProperties[] {
		return TYPE.properties;
	}
}

function toCredentialData(output: object): ICredentialDataDecryptedObject {
	return Object.fromEntries(Object.entries(output).map(([key, value]) => [key, String(value)]));
}
