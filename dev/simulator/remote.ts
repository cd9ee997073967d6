// A simulator in a process of its own, driven from this one. Run as a program, this file is that process.
import { once } from 'node:events';

import execa from 'execa';
import { z } from 'zod';

import { CONTROL_PREFIX, type ActionName } from './control';
import { startSimulator, type Simulator, type SimulatorOptions } from './index';

/** What the process says once it is listening. */
const ADDRESSES = z.object({ baseUrl: z.string(), secureBaseUrl: z.string().optional() });

type Args<Name extends ActionName> = Simulator[Name] extends (...args: infer Given) => unknown
	? Given
	: [];
type Result<Name extends ActionName> = Simulator[Name] extends (...args: never) => infer Given
	? Given
	: Simulator[Name];
type Method<Name extends ActionName> = (...args: Args<Name>) => Promise<Result<Name>>;

/** The methods of `Simulator`, each with a promise. */
type SimulatorControl = { readonly [Name in ActionName]: Method<Name> } & {
	/** Where the API is, without a slash at the end. */
	readonly baseUrl: string;
};

/** A simulator that is listening in another process. */
export interface RemoteSimulator extends SimulatorControl {
	/** The same API over HTTPS, when the options say `secure`. */
	readonly secureBaseUrl: string | undefined;
	/** Of its process, to see what it costs. */
	readonly pid: number | undefined;
	/** Ends the process. */
	close(): Promise<void>;
}

/** Controls the simulator that listens at this Base URL, whoever started it. */
function controlOf(baseUrl: string): SimulatorControl {
	const method =
		<Name extends ActionName>(name: Name): Method<Name> =>
		async (...args) => {
			const url = new URL(CONTROL_PREFIX + name, baseUrl);
			const response = await fetch(url, { method: 'POST', body: JSON.stringify(args) });
			const text = await response.text();
			if (!response.ok) throw new Error(`The simulator refused ${name}: ${text}`);
			return JSON.parse(text);
		};
	return {
		baseUrl,
		devices: method('devices'),
		requests: method('requests'),
		stats: method('stats'),
		resetRecords: method('resetRecords'),
		setFault: method('setFault'),
		clearFaults: method('clearFaults'),
		expireTokens: method('expireTokens'),
		setPassword: method('setPassword'),
		addDevice: method('addDevice'),
		removeDevice: method('removeDevice'),
		updateDevice: method('updateDevice'),
		setOffline: method('setOffline'),
		setScene: method('setScene'),
		setIoPort: method('setIoPort'),
		advanceClock: method('advanceClock'),
	};
}

/** Starts a simulator in a process of its own, which ends with this one. */
export async function startRemoteSimulator(
	options: SimulatorOptions = {},
): Promise<RemoteSimulator> {
	const child = execa.node(__filename, [], {
		nodeOptions: ['--require', require.resolve('tsx/cjs')],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		reject: false,
	});
	child.send(options);
	const [addresses] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
	if (typeof addresses !== 'object') throw new Error('The simulator could not start');
	const { baseUrl, secureBaseUrl } = ADDRESSES.parse(addresses);
	const close = async () => {
		if (child.connected) child.disconnect();
		await child;
	};
	return { ...controlOf(baseUrl), secureBaseUrl, pid: child.pid, close };
}

async function serveParent(options: SimulatorOptions): Promise<void> {
	const simulator = await startSimulator(options);
	process.once('disconnect', () => void simulator.close());
	const { baseUrl, secureBaseUrl } = simulator;
	process.send?.({ baseUrl, secureBaseUrl });
}

function endWith(error: unknown): void {
	console.error(error);
	process.exitCode = 1;
	process.disconnect?.();
}

if (require.main === module) {
	process.once('message', (options: SimulatorOptions) => void serveParent(options).catch(endWith));
}
