// The simulated API: what each endpoint answers, and where faults get in.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Clock } from './clock';
import type { DeviceRegistry, IoPorts } from './devices';
import { ALL_CALLS, ALL_THUMBNAILS, type FaultBoard } from './faults';
import { answer, Exchange, jsonAnswer, refusalAnswer, SIGN_IN_PAGE, type Answer } from './http';
import type { Account, ResolvedOptions } from './options';
import { devicesAnswer, type ListFault } from './paging';
import type { PictureSource } from './pictures';
import { playFault } from './playFault';
import type { RateLimiter } from './rateLimit';
import { API_PREFIX, recordOf, type RequestLog, type RequestRecord } from './requestLog';
import type { SessionStore } from './sessions';

/** What the API is made of. */
export interface ApiParts {
	readonly options: ResolvedOptions;
	readonly clock: Clock;
	readonly devices: DeviceRegistry;
	readonly ioPorts: IoPorts;
	readonly sessions: SessionStore;
	readonly faults: FaultBoard;
	/** The answers that the fault 'frozen' repeats. */
	readonly frozen: Map<string, Promise<Answer>>;
	readonly rateLimiter: RateLimiter;
	readonly log: RequestLog;
	readonly pictures: PictureSource;
}

type SignIn = Readonly<{ email: string; password: string; body: string }>;

const OK = 200;
const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const TOO_MANY_REQUESTS = 429;
const INTERNAL_SERVER_ERROR = 500;

function messageAnswer(status: number, message: string): Answer {
	return jsonAnswer(status, { message });
}

function readSignIn(body: string): SignIn | undefined {
	try {
		const sent: unknown = JSON.parse(body);
		const field = (name: string): string =>
			typeof sent === 'object' && sent !== null ? String(Reflect.get(sent, name)) : '';
		return { email: field('email'), password: field('password'), body };
	} catch {
		return undefined;
	}
}

// The faults of a call, those that are meant for less of the API first.
function faultTargets({ target, channelId }: RequestRecord): string[] {
	if (target === 'login') return [target];
	return channelId === undefined ? [target, ALL_CALLS] : [channelId, ALL_THUMBNAILS, ALL_CALLS];
}

/** Answers requests. Faults happen to calls that got past token and rate limit, as in a backend. */
export class Api {
	constructor(private readonly parts: ApiParts) {}

	/** Answers one request; never rejects. */
	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { log, options, clock } = this.parts;
		const exchange = new Exchange(request, response, recordOf(request, clock.nowMs()));
		log.open(exchange.record, response);
		try {
			if (options.latencyMs > 0) await sleep(options.latencyMs, undefined, { ref: false });
			if (clock.isAhead) response.setHeader('date', clock.httpDate());
			await this.answerRequest(exchange);
		} catch (error) {
			// A client that leaves while it sends is no fault of the simulator.
			if (exchange.isAbandoned || response.headersSent) response.destroy();
			else exchange.send(messageAnswer(INTERNAL_SERVER_ERROR, String(error)));
		}
	}

	private async answerRequest(exchange: Exchange): Promise<void> {
		const { record, request } = exchange;
		if (record.target === 'login') {
			const body = await text(request);
			const signIn = readSignIn(body);
			const secrets = signIn ?? { email: '', password: '', body };
			return await this.answerCall(exchange, secrets, () => this.signInAnswer(signIn));
		}
		if (record.target === 'other' && record.path !== `${API_PREFIX}/account`) {
			return exchange.send(this.otherAnswer(record));
		}
		const account = this.parts.sessions.accountOf(record.token);
		const refusal = this.admissionRefusal(account);
		if (account === undefined || refusal !== undefined) {
			return exchange.send(refusal ?? this.refusal('expiredToken'));
		}
		await this.answerCall(exchange, { ...account, body: '' }, (fault) =>
			this.healthyAnswer(record, account, fault),
		);
	}

	private async answerCall(
		exchange: Exchange,
		secrets: SignIn,
		makeHealthy: (fault?: ListFault) => Answer | Promise<Answer>,
	): Promise<void> {
		const { faults, frozen, clock } = this.parts;
		const { record, request } = exchange;
		const healthy = async (fault?: ListFault) => await makeHealthy(fault);
		const fault = faults.next(...faultTargets(record));
		if (fault === undefined) return exchange.send(await healthy());
		await playFault(fault, {
			exchange,
			healthy,
			frozen: async () => {
				const key = record.channelId ?? record.target;
				const remembered = frozen.get(key) ?? healthy();
				frozen.set(key, remembered);
				return await remembered;
			},
			offline: this.refusal('offline'),
			secrets: {
				...secrets,
				token: record.token ?? '',
				authorization: request.headers.authorization ?? '',
			},
			nowMs: clock.nowMs(),
		});
	}

	private admissionRefusal(account: Account | undefined): Answer | undefined {
		const { sessions, rateLimiter, log } = this.parts;
		if (account === undefined) return this.refusal('expiredToken');
		sessions.countCall();
		if (account.apiUser === false) return this.refusal('missingRole');
		const retryAfter = rateLimiter.retryAfter(account.email);
		if (retryAfter === undefined) return undefined;
		log.requestLimited();
		const headers = { 'retry-after': retryAfter };
		return jsonAnswer(TOO_MANY_REQUESTS, { message: 'Too many requests' }, headers);
	}

	private healthyAnswer(
		record: RequestRecord,
		account: Account,
		fault?: ListFault,
	): Answer | Promise<Answer> {
		const { devices, options } = this.parts;
		switch (record.target) {
			case 'devices': {
				const devicesUrl = `http://${record.host}${record.path}`;
				return devicesAnswer(devices.list(), { ...record, devicesUrl }, options, fault);
			}
			case 'thumbnail':
				return this.pictureAnswer(record.channelId ?? '');
			case 'ioports':
				return this.ioPortsAnswer(record.query['portIds'], account);
			default:
				// Stands for everything the real API has and a client does not know of.
				return jsonAnswer(OK, { email: account.email });
		}
	}

	private signInAnswer(signIn: SignIn | undefined): Answer {
		const { sessions, options } = this.parts;
		if (signIn === undefined) return messageAnswer(BAD_REQUEST, 'The body is not JSON');
		const account = sessions.authenticate(signIn.email, signIn.password);
		if (account === undefined) return this.refusal('wrongPassword');
		const isRefused = account.apiUser === false && options.missingRoleAt === 'login';
		return isRefused
			? this.refusal('missingRole')
			: jsonAnswer(OK, { jwtToken: sessions.issue(account) });
	}

	private async pictureAnswer(channelId: string): Promise<Answer> {
		const { devices, pictures, clock } = this.parts;
		const camera = devices.camera(channelId);
		if (camera === undefined) return this.refusal('unknownChannel');
		if (devices.isOffline(channelId)) return this.refusal('offline');
		const headers = { 'last-modified': clock.httpDate(), 'cache-control': 'no-store' };
		const jpeg = await pictures.take(camera, new Date(clock.nowMs()));
		return answer(OK, 'image/jpeg', jpeg, headers);
	}

	private ioPortsAnswer(portIds: string | undefined, { ioOperator }: Account): Answer {
		if (ioOperator === false) return this.refusal('missingIoRole');
		return portIds
			? jsonAnswer(OK, this.parts.ioPorts.states(portIds))
			: messageAnswer(BAD_REQUEST, 'portIds is required');
	}

	private otherAnswer({ method, path }: RequestRecord): Answer {
		return path === '/login'
			? answer(OK, 'text/html', Buffer.from(SIGN_IN_PAGE))
			: messageAnswer(NOT_FOUND, `Cannot ${method} ${path}`);
	}

	private refusal(reason: keyof ResolvedOptions['refusals']): Answer {
		return refusalAnswer(this.parts.options.refusals[reason]);
	}
}
