/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The simulated API: what each endpoint answers, and where faults get in.
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { answer, jsonAnswer, messageAnswer, refusalAnswer, type Answer } from './answers';
import type { DeviceRegistry } from './devices';
import type { Exchange } from './exchange';
import { playFault } from './fault-answers';
import { ALL_THUMBNAILS, type Fault, type FaultBoard } from './faults';
import type { FrozenAnswers } from './frozen-answers';
import type { ResolvedOptions } from './options';
import { devicesAnswer } from './paging';
import type { PictureSource } from './pictures';
import type { RateLimiter } from './rate-limit';
import type { RequestLog } from './records';
import { API_PREFIX, readJson } from './request-parts';
import type { Session, SessionStore } from './sessions';

/** What the API is made of. */
export interface ApiParts {
	readonly options: ResolvedOptions;
	readonly devices: DeviceRegistry;
	readonly sessions: SessionStore;
	readonly faults: FaultBoard;
	readonly frozen: FrozenAnswers;
	readonly rateLimiter: RateLimiter;
	readonly log: RequestLog;
	readonly picture: PictureSource;
}

const OK = 200;
const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const TOO_MANY_REQUESTS = 429;

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function pictureAnswer(jpeg: Buffer, at: Date): Answer {
	const headers = { 'last-modified': at.toUTCString(), 'cache-control': 'no-store' };
	return answer(OK, 'image/jpeg', jpeg, headers);
}

/** Answers requests. Faults happen to calls that got past token and rate limit, as in a backend. */
export class Api {
	constructor(private readonly parts: ApiParts) {}

	/** Answers one request. */
	async handle(exchange: Exchange): Promise<void> {
		const { latencyMs } = this.parts.options;
		if (latencyMs > 0) await sleep(latencyMs, undefined, { ref: false });
		switch (exchange.record.target) {
			case 'login':
				return await this.handleLogin(exchange);
			case 'devices':
				return await this.handleDevices(exchange);
			case 'thumbnail':
				return await this.handleThumbnail(exchange, exchange.record.channelId ?? '');
			case 'other':
				return exchange.send(this.otherAnswer(exchange));
		}
	}

	private async handleLogin(exchange: Exchange): Promise<void> {
		const fault = this.parts.faults.next('login');
		await this.answerCall(exchange, fault, async () => await this.loginAnswer(exchange.request));
	}

	private async handleDevices(exchange: Exchange): Promise<void> {
		const refusal = this.admissionRefusal(exchange);
		if (refusal !== undefined) return exchange.send(refusal);
		const fault = this.parts.faults.next('devices');
		await this.answerCall(exchange, fault, async () => this.devicesAnswer(exchange));
	}

	private async handleThumbnail(exchange: Exchange, channelId: string): Promise<void> {
		const refusal = this.admissionRefusal(exchange);
		if (refusal !== undefined) return exchange.send(refusal);
		const fault = this.parts.faults.next(channelId, ALL_THUMBNAILS);
		await this.answerCall(exchange, fault, async () => await this.thumbnailAnswer(channelId));
	}

	private async answerCall(
		exchange: Exchange,
		fault: Fault | undefined,
		healthy: () => Promise<Answer>,
	): Promise<void> {
		if (fault === undefined) return exchange.send(await healthy());
		const key = exchange.record.channelId ?? exchange.record.target;
		await playFault(exchange, fault, {
			healthy,
			frozen: async () => await this.parts.frozen.get(key, healthy),
			offlineRefusal: this.parts.options.refusals.offline,
		});
	}

	private session(exchange: Exchange): Session | undefined {
		return this.parts.sessions.find(exchange.record.token);
	}

	private admissionRefusal(exchange: Exchange): Answer | undefined {
		const { refusals } = this.parts.options;
		const session = this.session(exchange);
		if (session === undefined) return refusalAnswer(refusals.expiredToken);
		if (!session.hasApiRole) return refusalAnswer(refusals.missingRole);
		const limited = this.parts.rateLimiter.admit(session.email);
		if (limited === undefined) return undefined;
		this.parts.log.requestLimited();
		const headers = { 'retry-after': limited.retryAfter };
		return messageAnswer(TOO_MANY_REQUESTS, 'Too many requests', headers);
	}

	private async loginAnswer(request: IncomingMessage): Promise<Answer> {
		const { sessions, options } = this.parts;
		const body = await readJson(request);
		if (body === undefined) return messageAnswer(BAD_REQUEST, 'The body is not JSON');
		const account = sessions.authenticate(field(body, 'email'), field(body, 'password'));
		if (account === undefined) return refusalAnswer(options.refusals.wrongPassword);
		if (account.apiUser === false && options.missingRoleAt === 'login') {
			return refusalAnswer(options.refusals.missingRole);
		}
		return jsonAnswer(OK, { jwtToken: sessions.issue(account).token });
	}

	private devicesAnswer({ record, request }: Exchange): Answer {
		const devicesUrl = `http://${request.headers.host ?? ''}${API_PREFIX}/devices`;
		const devices = this.parts.devices.list();
		return devicesAnswer(devices, record.query, devicesUrl, this.parts.options);
	}

	private async thumbnailAnswer(channelId: string): Promise<Answer> {
		const { devices, options, picture } = this.parts;
		const camera = devices.camera(channelId);
		if (camera === undefined) return refusalAnswer(options.refusals.unknownChannel);
		if (devices.isOffline(channelId)) return refusalAnswer(options.refusals.offline);
		const at = new Date();
		return pictureAnswer(await picture(camera, at), at);
	}

	// The account endpoint stands for everything the real API has and a client does not know of.
	private otherAnswer(exchange: Exchange): Answer {
		const { method, path } = exchange.record;
		if (method !== 'GET' || path !== `${API_PREFIX}/account`) {
			return messageAnswer(NOT_FOUND, `Cannot ${method} ${path}`);
		}
		const session = this.session(exchange);
		if (session === undefined) return refusalAnswer(this.parts.options.refusals.expiredToken);
		return jsonAnswer(OK, { email: session.email });
	}
}
