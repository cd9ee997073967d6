// Notes the answers that pass through n8n's request helper: their statuses and headers, which the node keeps to itself.
import type { IDataObject, IExecuteFunctions, IHttpRequestHelper } from 'n8n-workflow';
import { CredentialStore } from '../engine/credentialStore';
import { property } from '../../nodes/Arcules/api/response';

/** Which call of the API was answered. */
export type Call = 'sign-in' | 'devices' | 'thumbnail' | 'unknown camera';

/** One answer. */
export interface SeenAnswer {
	readonly call: Call;
	readonly status: number;
	/** Values by names in lower case, as the server sent them: they are not for showing. */
	readonly headers: Readonly<Record<string, string>>;
	/** The names of the query parameters that were sent. */
	readonly parameters: readonly string[];
	/** From the request to the headers of the answer. */
	readonly tookMs: number;
}

/** Notes every answer, and knows which call is under way. */
export class Recorder {
	readonly answers: SeenAnswer[] = [];

	/** What a request to a camera is about: one of the account's, or one that nobody has. */
	camera: Extract<Call, 'thumbnail' | 'unknown camera'> = 'thumbnail';

	/** The context with a request helper that is listened to. */
	listenTo(context: IExecuteFunctions): IExecuteFunctions {
		const original = context.helpers.httpRequestWithAuthentication;
		const { answers } = this;
		const note = (url: string, response: unknown, tookMs: number) =>
			answers.push(this.seen(url, response, tookMs));
		const httpRequestWithAuthentication: typeof original = async function (
			this,
			type,
			options,
			more,
		): Promise<unknown> {
			const startedAt = Date.now();
			const response: unknown = await original.call(this, type, options, more);
			note(options.url, response, Date.now() - startedAt);
			return response;
		};
		const helpers = { ...context.helpers, httpRequestWithAuthentication };
		return Object.create(context, { helpers: { value: helpers } });
	}

	/** A sender of sign-ins that is listened to. */
	listenToSignIn(httpRequest: IHttpRequestHelper['helpers']['httpRequest']): typeof httpRequest {
		return async (options) => {
			const startedAt = Date.now();
			const response: unknown = await httpRequest(options);
			this.answers.push(this.seen(options.url, response, Date.now() - startedAt));
			return response;
		};
	}

	private seen(url: string, response: unknown, tookMs: number): SeenAnswer {
		const { pathname, searchParams } = new URL(url);
		return {
			call: this.callOf(pathname),
			status: Number(property(response, 'statusCode')),
			headers: headersOf(property(response, 'headers')),
			parameters: [...searchParams.keys()],
			tookMs,
		};
	}

	private callOf(path: string): Call {
		if (path.endsWith('/login')) return 'sign-in';
		return path.endsWith('/devices') ? 'devices' : this.camera;
	}
}

/** A credential store whose sign-ins are listened to. */
export class ListeningStore extends CredentialStore {
	constructor(
		stored: ConstructorParameters<typeof CredentialStore>[0],
		private readonly recorder: Recorder,
	) {
		super(stored);
	}

	override async preAuthentication(
		helpers: IHttpRequestHelper,
		...rest: Tail<Parameters<CredentialStore['preAuthentication']>>
	): ReturnType<CredentialStore['preAuthentication']> {
		const httpRequest = this.recorder.listenToSignIn(helpers.helpers.httpRequest);
		return await super.preAuthentication({ helpers: { httpRequest } }, ...rest);
	}
}

type Tail<List extends unknown[]> = List extends [unknown, ...infer Rest] ? Rest : never;

function headersOf(headers: unknown): Record<string, string> {
	const entries = Object.entries(isRecord(headers) ? headers : {});
	return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

const isRecord = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null;
