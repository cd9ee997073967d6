/**
 * The credential "Arcules API": what the user fills in, how the token gets into a request, and the test.
 */
import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { DEFAULT_BASE_URL, parseAccount } from '../nodes/Arcules/api/account';
import { withToken } from '../nodes/Arcules/api/authenticate';
import { renewCredential, validToken } from '../nodes/Arcules/api/token';

export class ArculesApi implements ICredentialType {
	name = 'arculesApi';

	displayName = 'Arcules API';

	icon: Icon = {
		light: 'file:../nodes/Arcules/arcules.svg',
		dark: 'file:../nodes/Arcules/arcules.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-arcules/n8n-nodes-arcules#create-the-arcules-account';

	properties: INodeProperties[] = [
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			required: true,
			hint: 'Of an Arcules account that has the API User role, and sites assigned to it',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: 'Single sign-on does not work for the API: the account needs a password of its own',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			hint: 'Change it only if Arcules has given you another address for the API, for example for your region',
		},
		{
			displayName: 'JWT Token',
			name: 'jwtToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Issued For',
			name: 'issuedFor',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
	];

	/**
	 * Called by n8n when there is no token, when a request was answered 401, and by the credential test. n8n stores
	 * what it returns, encrypted, where every worker finds it.
	 *
	 * @throws {ArculesError} whose message the credential test shows word for word
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return { ...(await renewCredential(this.helpers.httpRequest, credentials)) };
	}

	/**
	 * Puts the token into a request to Arcules, and into no other.
	 *
	 * A function, because n8n evaluates a declarative `authenticate` in its expression sandbox for every request.
	 *
	 * @throws {ArculesError} when the token could reach anybody else than the server of the Base URL
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const account = parseAccount(credentials);
		return withToken(
			requestOptions,
			account,
			validToken(credentials, account),
			credentials.baseUrl,
		);
	};

	test: ICredentialTestRequest = {
		// As typed: `authenticate` puts what its own parser makes of it in place.
		request: { baseURL: '={{ $credentials.baseUrl }}', url: '/devices' },
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'Arcules accepted the email and password, but not the token it gave for them. Check in the Arcules portal that the account has the API User role',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'The email and password are right, but the account may not use the API. In the Arcules portal, give it the API User role and the sites and locations it may see',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'The sign-in worked, but there is no device list at this address. Check the Base URL: it usually ends with /v1',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 429,
					message:
						'Arcules is receiving too many requests from this account. Wait a minute, then try again',
				},
			},
		],
	};
}
