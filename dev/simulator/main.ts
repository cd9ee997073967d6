/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
// Runs the simulator by hand: npx tsx dev/simulator/main.ts --cameras 24 --port 8787
import pc from 'picocolors';

import { readCommandLine, type CommandLine } from './command-line';
import { CONTROL_PREFIX } from './control-routes';
import { CAMERA_TYPE } from './devices';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from './index';

function takeOffline(simulator: Simulator, count: number): void {
	const cameras = simulator.devices.filter(({ type }) => type === CAMERA_TYPE);
	for (const { id } of cameras.slice(cameras.length - count)) simulator.setOffline(id, true);
}

function describe(simulator: Simulator, { options, offlineCameras }: CommandLine): string {
	const control = `http://127.0.0.1:${simulator.port}${CONTROL_PREFIX}`;
	const camera = simulator.devices.find(({ type }) => type === CAMERA_TYPE);
	const fault = `${control}/faults/${camera?.id ?? 'devices'}`;
	const offline = offlineCameras === 0 ? '' : `, the last ${offlineCameras} of them offline`;
	return [
		`${pc.bold('Base URL')}  ${simulator.baseUrl}`,
		`${pc.bold('Login')}     ${DEFAULT_ACCOUNT.email} / ${DEFAULT_ACCOUNT.password}`,
		`${pc.bold('Cameras')}   ${String(options.cameras)}${offline}`,
		'',
		`To break ${camera?.name ?? 'the device list'}, and to heal it again:`,
		pc.cyan(`  curl -X PUT -d '{"kind":"offline"}' ${fault}`),
		pc.cyan(`  curl -X DELETE ${fault}`),
		'To see what was asked so far:',
		pc.cyan(`  curl ${control}/stats`),
		'',
		pc.dim('Ctrl-C stops the simulator.'),
	].join('\n');
}

function isPortTaken(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

async function main(): Promise<void> {
	const commandLine = readCommandLine(process.argv);
	const simulator = await startSimulator(commandLine.options);
	takeOffline(simulator, commandLine.offlineCameras);
	console.log(describe(simulator, commandLine));
	const stop = () => void simulator.close();
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
	const port = /--port[ =](\d+)/.exec(process.argv.join(' '))?.[1] ?? '8787';
	const reason = error instanceof Error ? error.message : String(error);
	const taken = `Port ${port} is in use. Stop what uses it, or choose another with --port.`;
	console.error(isPortTaken(error) ? taken : `The simulator could not start: ${reason}`);
	process.exitCode = 1;
});
