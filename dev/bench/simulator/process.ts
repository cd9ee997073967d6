// The process in which the simulator runs.
import { startSimulator, type Simulator } from '../../simulator';
import { serve, type Handler } from '../ipc/child';
import { numberIn } from '../ipc/protocol';
import { FAULTS, mischiefOf } from './mischief';
import { simulatorOptions } from './setup';

let running: Simulator | undefined;

async function start(argument: unknown): Promise<string> {
	const setup = {
		cameras: numberIn(argument, 'cameras'),
		otherDevices: numberIn(argument, 'otherDevices'),
		requestsPerMinute: numberIn(argument, 'requestsPerMinute'),
		mischief: numberIn(argument, 'mischief'),
	};
	running = await startSimulator(simulatorOptions(setup));
	if (setup.mischief > 0) letMisbehave(running);
	return running.baseUrl;
}

function letMisbehave(simulator: Simulator): void {
	const cameras = simulator.devices.filter(({ type }) => type === 'video');
	for (const [index, { id }] of cameras.entries()) {
		const kind = mischiefOf(index);
		if (kind !== undefined) simulator.setFault(id, FAULTS[kind]);
	}
}

function theSimulator(): Simulator {
	if (running === undefined) throw new Error('The simulator was not started yet');
	return running;
}

serve(
	new Map<string, Handler>([
		['start', start],
		['stats', () => theSimulator().stats()],
		['reset', () => theSimulator().resetRecords()],
	]),
);
