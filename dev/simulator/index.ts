// Starts a stand-in for the Arcules API on this machine, for tests, benchmarks and the demo.
import type { IncomingMessage, ServerResponse } from 'node:http';

import { Api, type ApiParts } from './api';
import { Clock } from './clock';
import { CONTROL_PREFIX, controlAnswer } from './control';
import { createDevices, DeviceRegistry, IoPorts, type Device } from './devices';
import { ALL_THUMBNAILS, FaultBoard, type FaultPlan } from './faults';
import { Exchange, listen, listenSecurely, type HttpServer } from './http';
import { resolveOptions, type IoPort, type SimulatorOptions } from './options';
import { PictureSource } from './pictures';
import { RateLimiter } from './rateLimit';
import {
	API_PREFIX,
	RequestLog,
	recordOf,
	type RequestRecord,
	type SimulatorStats,
} from './requestLog';
import type { Scene } from './scenes';
import { SessionStore } from './sessions';

export type { Device } from './devices';
export type { Fault, FaultPlan } from './faults';
export { oddDevices } from './oddDevices';
export { DEFAULT_ACCOUNT } from './options';
export type { IoPort, SimulatorOptions } from './options';
export { fireRule, SIGNATURE_FORMS, type RuleAnswer, type RuleCall } from './rules';
export { SCENES } from './scenes';
export { WRITINGS } from './writings';

/** A simulator that is listening. */
export interface Simulator {
	/** Where the API is, without a slash at the end. */
	readonly baseUrl: string;
	/** The same API over HTTPS, when the options say `secure`. */
	readonly secureBaseUrl: string | undefined;
	readonly port: number;
	/** The devices in the order in which they are listed. */
	readonly devices: readonly Device[];
	/** The requests so far, in the order of their arrival (at least the newest 100,000). */
	readonly requests: readonly RequestRecord[];
	/** Counts since the start or the last reset. */
	stats(): SimulatorStats;
	/** Forgets requests and counts. */
	resetRecords(): void;
	/** Breaks a channel id, `login`, `devices`, `ioports`, `*thumbnail` or `*`, which is all but the login; null heals it. */
	setFault(target: string, plan: FaultPlan): void;
	/** Heals everything. */
	clearFaults(): void;
	/** Refuses all tokens issued so far, or issued until so many calls more have been let through. */
	expireTokens(afterCalls?: number): void;
	/** Changes the password for later logins. */
	setPassword(email: string, password: string): void;
	addDevice(device: Device): void;
	removeDevice(id: string): void;
	updateDevice(id: string, changes: Readonly<Record<string, unknown>>): void;
	/** Takes a camera off the air, or back on it. */
	setOffline(id: string, offline: boolean): void;
	/** What a camera sees, with its name and clock over it unless told; null gives it back what the options say. */
	setScene(id: string, scene: Scene | null, display?: boolean): void;
	/** Adds or changes an I/O port; null takes it away. */
	setIoPort(id: string, port: IoPort | null): void;
	/** Puts the simulator's clock forward, or back when negative. */
	advanceClock(ms: number): void;
	/** Destroys all connections and stops listening; nothing keeps the process alive after it. */
	close(): Promise<void>;
}

async function createParts(given: SimulatorOptions): Promise<ApiParts> {
	const options = resolveOptions(given);
	const clock = new Clock();
	return {
		options,
		clock,
		devices: new DeviceRegistry(createDevices(options.cameras, options.otherDevices)),
		ioPorts: new IoPorts(options.ioPorts, clock.nowMs()),
		sessions: new SessionStore(options, clock),
		faults: new FaultBoard(),
		frozen: new Map(),
		rateLimiter: new RateLimiter(options.requestsPerMinute, options.retryAfterFormat, clock),
		log: new RequestLog(),
		pictures: await PictureSource.create(options.picture),
	};
}

function setFault({ faults, frozen }: ApiParts, target: string, plan: FaultPlan): void {
	faults.set(target, plan);
	if (target === ALL_THUMBNAILS) frozen.clear();
	else frozen.delete(target);
}

function clearFaults({ faults, frozen }: ApiParts): void {
	faults.clear();
	frozen.clear();
}

function createSimulator(
	parts: ApiParts,
	server: HttpServer,
	secure: HttpServer | undefined,
): Simulator {
	const { devices, sessions, log, ioPorts, clock, pictures } = parts;
	return {
		baseUrl: `http://127.0.0.1:${server.port}${API_PREFIX}`,
		secureBaseUrl: secure && `https://127.0.0.1:${secure.port}${API_PREFIX}`,
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
		clearFaults: () => clearFaults(parts),
		expireTokens: (afterCalls = 0) => sessions.expireAll(afterCalls),
		setPassword: (email, password) => sessions.setPassword(email, password),
		addDevice: (device) => devices.add(device),
		removeDevice: (id) => devices.remove(id),
		updateDevice: (id, changes) => devices.update(id, changes),
		setOffline: (id, offline) => devices.setOffline(id, offline),
		setScene: (id, scene, display = true) =>
			pictures.setScene(id, scene === null ? null : { scene, display }),
		setIoPort: (id, port) => ioPorts.set(id, port, clock.nowMs()),
		advanceClock: (ms) => clock.advance(ms),
		close: async () => {
			await Promise.all([server.close(), secure?.close()]);
		},
	};
}

/** Starts a simulator; rejects when its port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const parts = await createParts(options);
	const api = new Api(parts);
	const onRequest = (request: IncomingMessage, response: ServerResponse) => {
		if (request.url?.startsWith(CONTROL_PREFIX)) void answerControl(request, response);
		else void api.handle(request, response);
	};
	const server = await listen(parts.options.port, onRequest);
	const { secure } = parts.options;
	const simulator = createSimulator(
		parts,
		server,
		secure && (await listenSecurely(secure, onRequest)),
	);
	const answerControl = async (request: IncomingMessage, response: ServerResponse) => {
		const exchange = new Exchange(request, response, recordOf(request, parts.clock.nowMs()));
		exchange.send(await controlAnswer(simulator, request));
	};
	return simulator;
}
