// The process in which the simulator runs: started with its options, tells where it listens, forgets its records when asked.
/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { startSimulator, type SimulatorOptions } from '../simulator';

const options: SimulatorOptions = JSON.parse(process.argv[2] ?? '{}');

process.once('disconnect', () => process.exit());
void startSimulator(options).then((simulator) => {
	process.on('message', () => {
		simulator.resetRecords();
		process.send?.('reset');
	});
	process.send?.(simulator.baseUrl);
});
