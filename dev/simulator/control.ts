// The simulator's own endpoints: every method of `Simulator`, called by name with its arguments as a JSON array.
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import { z } from 'zod';

import { FAULT_PLAN, NAMED_TARGETS } from './faults';
import { jsonAnswer, type Answer } from './http';
import type { Simulator } from './index';
import { DEVICE, IO_PORT } from './options';
import { SCENES } from './scenes';

/** The path under which these endpoints live. */
export const CONTROL_PREFIX = '/_simulator/';

const OK = 200;
const BAD_REQUEST = 400;

type Action = (simulator: Simulator, args: unknown) => unknown;

function action<Args extends unknown[]>(
	schema: z.ZodType<Args, z.ZodTypeDef, unknown>,
	run: (simulator: Simulator, ...args: Args) => unknown,
): Action {
	return (simulator, args) => run(simulator, ...schema.parse(args));
}

function setFault(simulator: Simulator, target: string, plan: z.output<typeof FAULT_PLAN>): void {
	const isDevice = simulator.devices.some(({ id }) => id === target);
	if (isDevice || NAMED_TARGETS.includes(target)) return simulator.setFault(target, plan);
	const targets = NAMED_TARGETS.join(', ');
	throw new Error(`There is no target ${target}: use a camera's id, or one of ${targets}`);
}

const id = z.string();
const none = z.tuple([]);

const ACTIONS = {
	devices: action(none, (simulator) => simulator.devices),
	requests: action(none, (simulator) => simulator.requests),
	stats: action(none, (simulator) => simulator.stats()),
	resetRecords: action(none, (simulator) => simulator.resetRecords()),
	setFault: action(z.tuple([id, FAULT_PLAN]), setFault),
	clearFaults: action(none, (simulator) => simulator.clearFaults()),
	expireTokens: action(z.array(z.number()).max(1), (simulator, ...args) =>
		simulator.expireTokens(args[0]),
	),
	setPassword: action(z.tuple([z.string(), z.string()]), (simulator, ...args) =>
		simulator.setPassword(...args),
	),
	addDevice: action(z.tuple([DEVICE]), (simulator, device) => simulator.addDevice(device)),
	removeDevice: action(z.tuple([id]), (simulator, device) => simulator.removeDevice(device)),
	updateDevice: action(z.tuple([id, z.record(z.unknown())]), (simulator, ...args) =>
		simulator.updateDevice(...args),
	),
	setOffline: action(z.tuple([id, z.boolean()]), (simulator, ...args) =>
		simulator.setOffline(...args),
	),
	setScene: action(
		z.tuple([id, z.enum(SCENES).nullable()]).rest(z.boolean()),
		(simulator, ...args) => simulator.setScene(...args),
	),
	setIoPort: action(z.tuple([id, IO_PORT.nullable()]), (simulator, ...args) =>
		simulator.setIoPort(...args),
	),
	advanceClock: action(z.tuple([z.number()]), (simulator, ms) => simulator.advanceClock(ms)),
} satisfies Partial<Record<keyof Simulator, Action>>;

/** What can be called. */
export type ActionName = keyof typeof ACTIONS;

const BY_NAME: ReadonlyMap<string, Action> = new Map(Object.entries(ACTIONS));

/** The reason of a failure in one line. */
export function reasonOf(error: unknown): string {
	if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
	return error.issues
		.map(({ path, message }) => [...path, message].map(String).join(': '))
		.join('; ');
}

/** Answers a call of one of these endpoints. They are not recorded, and take no latency. */
export async function controlAnswer(
	simulator: Simulator,
	request: IncomingMessage,
): Promise<Answer> {
	const name = (request.url ?? '').slice(CONTROL_PREFIX.length);
	try {
		const run = BY_NAME.get(name);
		if (run === undefined) {
			throw new Error(`There is no ${name}: use one of ${[...BY_NAME.keys()].join(', ')}`);
		}
		const args: unknown = JSON.parse((await text(request)) || '[]');
		return jsonAnswer(OK, run(simulator, args) ?? null);
	} catch (error) {
		return jsonAnswer(BAD_REQUEST, { message: reasonOf(error) });
	}
}
