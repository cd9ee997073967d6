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
import { DEFAULT_BASE_URL, fingerprint, parseAccount } from '../nodes/Arcules/api/account';
import { ArculesError } from '../nodes/Arcules/api/errors';
import { obtainToken, validToken } from '../nodes/Arcules/api/token';

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
			description: 'Email of an Arcules account that has the API User role',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Password of that account. Single sign-on does not work for the API: the account needs a password of its own.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			description:
				'Change it only if Arcules has given you another address for the API, for example for your region',
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
		const account = parseAccount(credentials);
		const jwtToken = await obtainToken(this.helpers.httpRequest, account, validToken(credentials));
		return { jwtToken, issuedFor: fingerprint(account) };
	}

	/**
	 * Puts the token into a request to Arcules, and into no other.
	 *
	 * A function, because n8n evaluates a declarative `authenticate` in its expression sandbox for every request.
	 *
	 * @throws {ArculesError} when the request goes to another server than the credential is for
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { baseUrl } = parseAccount(credentials);
		const origin = targetOrigin(requestOptions);
		if (origin !== new URL(baseUrl).origin) {
			throw new ArculesError(
				'invalidParameter',
				'The Arcules credential was not sent, because the request goes to another server',
				{
					description: `It is for ${baseUrl} only. Choose another credential for this request, or change the Base URL of this one.`,
					concernsAccount: true,
				},
			);
		}
		// n8n would otherwise repeat the header after a redirect to another origin.
		requestOptions.sendCredentialsOnCrossOriginRedirect = false;
		const token = validToken(credentials);
		if (token !== '') {
			requestOptions.headers = { ...requestOptions.headers, Authorization: `Bearer ${token}` };
		}
		return requestOptions;
	};

	test: ICredentialTestRequest = {
		request: { baseURL: `={{ $credentials.baseUrl || '${DEFAULT_BASE_URL}' }}`, url: '/devices' },
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

/** n8n's older request helper, which its HTTP Request node uses, says `uri` where the newer one says `url`. */
function targetOrigin(options: IHttpRequestOptions & { uri?: string }): string | undefined {
	const target = options.url ?? options.uri ?? '';
	const url = options.baseURL === undefined ? target : joinUrl(options.baseURL, target);
	return URL.canParse(url) ? new URL(url).origin : undefined;
}

/** As axios joins them: an absolute target wins over the base. */
function joinUrl(baseUrl: string, target: string): string {
	if (/^([a-z][a-z\d+\-.]*:)?\/\//i.test(target)) return target;
	return `${baseUrl.trim().replace(/\/+$/, '')}/${target.replace(/^\/+/, '')}`;
}
