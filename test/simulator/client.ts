/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Calls a simulator the way a client of the API would.
import { setTimeout as wait } from 'node:timers/promises';

import { DEFAULT_ACCOUNT, startSimulator } from '../../dev/simulator';
import type { Simulator, SimulatorOptions } from '../../dev/simulator';

const running: Simulator[] = [];

/** Starts a simulator that `closeAll` closes; its pictures are small fixed ones unless told. */
export async function start(options: SimulatorOptions = {}): Promise<Simulator> {
	const simulator = await startSimulator({ picture: { bytes: 20_000 }, ...options });
	running.push(simulator);
	return simulator;
}

/** Closes every simulator that was started. */
export async function closeAll(): Promise<void> {
	await Promise.all(running.splice(0).map(async (simulator) => await simulator.close()));
}

/** Sends a login. */
export async function postLogin(
	{ baseUrl }: Simulator,
	account: { email: string; password: string } = DEFAULT_ACCOUNT,
): Promise<Response> {
	const { email, password } = account;
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify({ email, password });
	return await fetch(`${baseUrl}/login`, { method: 'POST', headers, body });
}

/** Logs in and gives the token. */
export async function login(simulator: Simulator): Promise<string> {
	const answer = await readJson(await postLogin(simulator));
	return String(answer['jwtToken']);
}

/** Gets a path of the API with a token. */
export async function get(
	{ baseUrl }: Simulator,
	path: string,
	token?: string,
	init: RequestInit = {},
): Promise<Response> {
	const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
	return await fetch(baseUrl + path, { headers, ...init });
}

/** The id of a device by its place in the list. */
export function deviceId(simulator: Simulator, index = 0): string {
	const device = simulator.devices[index];
	if (device === undefined) throw new Error(`There is no device ${index}`);
	return device.id;
}

/** The path of a camera's live picture. */
export function picturePath(channelId: string): string {
	return `/thumbnail/${channelId}/live`;
}

/** The answer as bytes. */
export async function readBytes(response: Response): Promise<Buffer> {
	return Buffer.from(await response.arrayBuffer());
}

/** The answer as a JSON object. */
export async function readJson(response: Response): Promise<Record<string, unknown>> {
	return fieldsOf(await response.json());
}

/** The fields of an object of unknown type. */
export function fieldsOf(value: unknown): Record<string, unknown> {
	if (typeof value !== 'object' || value === null) throw new Error('This is no object');
	return Object.fromEntries(Object.entries(value));
}

/** Resolves after so many milliseconds. */
export async function waitMs(durationMs: number): Promise<void> {
	await wait(durationMs);
}
