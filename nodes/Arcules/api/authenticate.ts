/**
 * Puts the token into a request, provided that it goes to the server of the Base URL, directly.
 *
 * Any workflow can use the credential in n8n's HTTP Request node, with options of its own.
 */
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Account } from './account';
import { ArculesError } from './errors';
import { property } from './response';

/** Options that lead a request, or its answer, past the server it names. */
const DETOURS: ReadonlyArray<readonly [what: string, isSet: (options: object) => boolean]> = [
	['a proxy', (options) => isSet(options, ['proxy', 'tunnel'])],
	[
		'another way of connecting',
		(options) =>
			isSet(options, [
				'agent',
				'agents',
				'httpAgent',
				'httpsAgent',
				'socketPath',
				'lookup',
				'transport',
			]),
	],
	[
		'no check of the certificate',
		(options) =>
			isSet(options, ['skipSslCertificateValidation']) ||
			['rejectUnauthorized', 'strictSSL'].some((name) => property(options, name) === false) ||
			isSet(property(options, 'agentOptions'), ['checkServerIdentity', 'servername', 'lookup']) ||
			property(property(options, 'agentOptions'), 'rejectUnauthorized') === false,
	],
	[
		'a Host header',
		(options) => headerNames(options).some((name) => name.toLowerCase() === 'host'),
	],
];

/**
 * @param token an empty string for none
 * @param typedBaseUrl the Base URL as it stands in the credential
 * @returns the request with the token; redirects are switched off, because n8n would send it along
 * @throws {ArculesError} when the request goes anywhere else
 */
export function withToken(
	options: IHttpRequestOptions,
	{ baseUrl }: Account,
	token: string,
	typedBaseUrl: unknown,
): IHttpRequestOptions {
	if (options.baseURL !== undefined && options.baseURL === typedBaseUrl) options.baseURL = baseUrl;
	const { origin } = new URL(baseUrl);
	if (!targetsOf(options).every((target) => originOf(target, options.baseURL) === origin)) {
		throw notSent(
			'the request goes to another server',
			`It is for ${baseUrl} only. Choose another credential for this request, or change the Base URL of this one.`,
		);
	}
	const detour = DETOURS.find(([, isTaken]) => isTaken(options));
	if (detour !== undefined) {
		throw notSent(
			`the request has ${detour[0]}`,
			'Remove that option, or choose another credential for this request. A proxy for all of n8n is set in its environment.',
		);
	}
	Object.assign(options, {
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		// The names of n8n's older request helper, which its HTTP Request node uses.
		followRedirect: false,
		followAllRedirects: false,
		maxRedirects: 0,
	});
	if (token === '') return options;
	const others = Object.entries(options.headers ?? {}).filter(
		([name]) => name.toLowerCase() !== 'authorization',
	);
	options.headers = { ...Object.fromEntries(others), Authorization: `Bearer ${token}` };
	return options;
}

/** The older helper says `uri` where the newer one says `url`. */
function targetsOf(options: IHttpRequestOptions): unknown[] {
	const targets = [property(options, 'url'), property(options, 'uri')].filter(
		(target) => target !== undefined && target !== null,
	);
	return targets.length === 0 ? [''] : targets;
}

/** As axios joins them: an absolute target wins over the base. */
function originOf(target: unknown, baseUrl: unknown): string | undefined {
	if (typeof target !== 'string' || !['string', 'undefined'].includes(typeof baseUrl)) {
		return undefined;
	}
	const isAbsolute = /^([a-z][a-z\d+\-.]*:)?\/\//i.test(target);
	const url =
		isAbsolute || typeof baseUrl !== 'string' || baseUrl === '' ? target : join(baseUrl, target);
	if (!URL.canParse(url)) return undefined;
	const { origin, username, password } = new URL(url);
	return username === '' && password === '' ? origin : undefined;
}

function join(baseUrl: string, target: string): string {
	return target === '' ? baseUrl : `${baseUrl.replace(/\/?\/$/, '')}/${target.replace(/^\/+/, '')}`;
}

function isSet(value: unknown, names: readonly string[]): boolean {
	return names.some((name) => Boolean(property(value, name)));
}

function headerNames(options: object): string[] {
	const headers = property(options, 'headers');
	return typeof headers === 'object' && headers !== null ? Object.keys(headers) : [];
}

function notSent(why: string, description: string): ArculesError {
	return new ArculesError(
		'invalidParameter',
		`The Arcules credential was not sent, because ${why}`,
		{
			description,
			concernsAccount: true,
		},
	);
}
