/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Starts a stand-in for the Arcules API on this machine, for tests, benchmarks and the demo.
import type { IncomingMessage, ServerResponse } from 'node:http';

import { messageAnswer } from './answers';
import { Api, type ApiParts } from './api';
import { CONTROL_PREFIX, controlAnswer } from './control-routes';
import { createDevices, DeviceRegistry, type Device } from './devices';
import { Exchange } from './exchange';
import { ALL_THUMBNAILS, FaultBoard, type FaultPlan } from './faults';
import { FrozenAnswers } from './frozen-answers';
import { listen, type HttpServer } from './http-server';
import { resolveOptions, type SimulatorOptions } from './options';
import { createPictureSource } from './pictures';
import { RateLimiter } from './rate-limit';
import { RequestLog, type RequestRecord, type SimulatorStats } from './records';
import { API_PREFIX, recordOf } from './request-parts';
import { SessionStore } from './sessions';

export type { Refusal } from './answers';
export type { Device } from './devices';
export type { Fault, FaultPlan, FaultStep } from './faults';
export { DEFAULT_ACCOUNT } from './options';
export type { PictureOption, Refusals, SimulatorOptions } from './options';
export type { RetryAfterFormat } from './rate-limit';
export type { RequestRecord, RequestTarget, SimulatorStats } from './records';
export type { Account } from './sessions';

/** A simulator that is listening. */
export interface Simulator {
	/** Where the API is, without a slash at the end. */
	readonly baseUrl: string;
	readonly port: number;
	/** The devices in the order in which they are listed. */
	readonly devices: readonly Device[];
	/** The requests so far, in the order of their arrival (at least the newest 100,000). */
	readonly requests: readonly RequestRecord[];
	/** Counts since the start or the last reset. */
	stats(): SimulatorStats;
	/** Forgets requests and counts. */
	resetRecords(): void;
	/** Breaks a channel id, `login`, `devices` or `*thumbnail`; null heals it. */
	setFault(target: string, plan: FaultPlan): void;
	/** Refuses all tokens issued so far. */
	expireTokens(): void;
	/** Changes the password for later logins. */
	setPassword(email: string, password: string): void;
	addDevice(device: Device): void;
	removeDevice(id: string): void;
	updateDevice(id: string, changes: Readonly<Record<string, unknown>>): void;
	/** Takes a camera off the air, or back on it. */
	setOffline(id: string, offline: boolean): void;
	/** Destroys all connections and stops listening; nothing keeps the process alive after it. */
	close(): Promise<void>;
}

const INTERNAL_SERVER_ERROR = 500;

async function createParts(options: SimulatorOptions): Promise<ApiParts> {
	const resolved = resolveOptions(options);
	return {
		options: resolved,
		devices: new DeviceRegistry(createDevices(resolved.cameras, resolved.otherDevices)),
		sessions: new SessionStore(resolved.accounts, resolved.tokenLifetimeSeconds),
		faults: new FaultBoard(),
		frozen: new FrozenAnswers(),
		rateLimiter: new RateLimiter(resolved.requestsPerMinute, resolved.retryAfterFormat),
		log: new RequestLog(),
		picture: await createPictureSource(resolved.picture),
	};
}

function setFault({ faults, frozen }: ApiParts, target: string, plan: FaultPlan): void {
	faults.set(target, plan);
	if (target === ALL_THUMBNAILS) frozen.clear();
	else frozen.forget(target);
}

async function handleControl(exchange: Exchange, parts: ApiParts): Promise<void> {
	const answer = await controlAnswer(exchange.request, {
		isDevice: (id) => parts.devices.has(id),
		setFault: (target, plan) => setFault(parts, target, plan),
		stats: () => parts.log.stats(),
	});
	exchange.send(answer);
}

function createRequestListener(parts: ApiParts) {
	const api = new Api(parts);
	return (request: IncomingMessage, response: ServerResponse) => {
		const record = recordOf(request);
		const exchange = new Exchange(request, response, record);
		const isControl = record.path.startsWith(`${CONTROL_PREFIX}/`);
		if (!isControl) parts.log.open(record, response);
		const handled = isControl ? handleControl(exchange, parts) : api.handle(exchange);
		handled.catch((error: unknown) => {
			// A client that leaves while it sends is no fault of the simulator.
			if (exchange.isAbandoned || response.headersSent) return response.destroy();
			return exchange.send(messageAnswer(INTERNAL_SERVER_ERROR, String(error)));
		});
	};
}

function createSimulator(parts: ApiParts, server: HttpServer): Simulator {
	const { devices, sessions, log } = parts;
	return {
		baseUrl: `http://127.0.0.1:${server.port}${API_PREFIX}`,
		port: server.port,
		get devices() {
			return devices.list();
		},
		get requests() {
			return log.requests;
		},
		stats: () => log.stats(),
		resetRecords: () => log.reset(),
		setFault: (target, plan) => setFault(parts, target, plan),
		expireTokens: () => sessions.expireAll(),
		setPassword: (email, password) => sessions.setPassword(email, password),
		addDevice: (device) => devices.add(device),
		removeDevice: (id) => devices.remove(id),
		updateDevice: (id, changes) => devices.update(id, changes),
		setOffline: (id, offline) => devices.setOffline(id, offline),
		close: server.close,
	};
}

/** Starts a simulator; rejects when its port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const parts = await createParts(options);
	const listener = createRequestListener(parts);
	const port = parts.options.port;
	const server = await listen(port, listener, () => parts.log.connectionOpened());
	return createSimulator(parts, server);
}
