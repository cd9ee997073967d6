// The simulated account that is measured against, in a process of its own.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import path from 'node:path';
import execa from 'execa';
import type { FaultPlan, SimulatorOptions, SimulatorStats } from '../simulator';
import { CONTROL_PREFIX } from '../simulator/control-routes';

/** Every answer takes at least this long, as over an internet connection. */
export const LATENCY_MS = 50;
export const PICTURE_BYTES = 150_000;

const PAGE_SIZE = 100;
const CAMERA_SHARE = 0.75;

export interface AccountSize {
	readonly cameras: number;
	readonly otherDevices: number;
}

/** Three quarters of the devices are cameras. */
export function sizeOf(devices: number): AccountSize {
	const cameras = Math.round(devices * CAMERA_SHARE);
	return { cameras, otherDevices: devices - cameras };
}

/** How many requests the whole device list takes. */
export const pagesOf = ({ cameras, otherDevices }: AccountSize): number =>
	Math.max(1, Math.ceil((cameras + otherDevices) / PAGE_SIZE));

/** A simulator that is listening. */
export interface SimulatedAccount {
	readonly size: AccountSize;
	readonly baseUrl: string;
	/** Counts since the last reset. */
	stats(): Promise<SimulatorStats>;
	reset(): Promise<void>;
	setFault(channelId: string, plan: FaultPlan): Promise<void>;
	stop(): Promise<void>;
}

/** @param requestsPerMinute 0 is no limit */
export async function startAccount(
	size: AccountSize,
	requestsPerMinute = 0,
): Promise<SimulatedAccount> {
	const options: SimulatorOptions = {
		...size,
		requestsPerMinute,
		latencyMs: LATENCY_MS,
		pageSize: PAGE_SIZE,
		picture: { bytes: PICTURE_BYTES },
	};
	const script = path.join(__dirname, 'simulatorProcess.ts');
	const child = execa.node(script, [JSON.stringify(options)], {
		nodeOptions: process.execArgv,
		stdio: 'inherit',
		reject: false,
	});
	const answer = async () => {
		const [message] = await once(child, 'message');
		return String(message);
	};
	const baseUrl = await answer();
	const control = async (route: string, init?: RequestInit) => {
		const response = await fetch(new URL(CONTROL_PREFIX + route, baseUrl), init);
		if (!response.ok) throw new Error(await response.text());
		return response;
	};
	return {
		size,
		baseUrl,
		stats: async () => await (await control('/stats')).json(),
		reset: async () => {
			child.send('reset');
			await answer();
		},
		setFault: async (channelId, plan) =>
			void (await control(`/faults/${channelId}`, { method: 'PUT', body: JSON.stringify(plan) })),
		stop: async () => {
			child.kill();
			await child;
		},
	};
}
