/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { startSimulator } from '../../dev/simulator';
import { closeAll, deviceId, get, login, picturePath, start, waitMs } from './client';

const MAIN = require.resolve('../../dev/simulator/main.ts');
const TSX = require.resolve('tsx/cli');

afterEach(closeAll);

function runByHand(...args: string[]) {
	const child = spawn(process.execPath, [TSX, MAIN, ...args]);
	let output = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	child.stderr.on('data', (chunk) => (output += String(chunk)));
	return { child, output: () => output };
}

describe('close', () => {
	it('ends calls that hang, drip or stream, and frees the port', async () => {
		const simulator = await start({ cameras: 4 });
		const token = await login(simulator);
		const faults = [
			{ kind: 'hang' },
			{ kind: 'endless' },
			{ kind: 'drip', intervalMs: 5 },
			{ kind: 'slow', delayMs: 600_000 },
		] as const;
		faults.forEach((fault, index) => simulator.setFault(deviceId(simulator, index), fault));
		const calls = faults.map(async (_, index) => {
			const answer = await get(simulator, picturePath(deviceId(simulator, index)), token);
			await answer.arrayBuffer();
		});
		const settled = Promise.allSettled(calls);
		await waitMs(100);
		await simulator.close();
		expect((await settled).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
		const next = await startSimulator({ port: simulator.port, picture: { bytes: 5000 } });
		await next.close();
	});

	it('can be called twice', async () => {
		const simulator = await start();
		await simulator.close();
		await expect(simulator.close()).resolves.toBeUndefined();
	});
});

it('rejects when its port is taken', async () => {
	const { port } = await start();
	await expect(startSimulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

describe('run by hand', () => {
	it('says where it is and stops at Ctrl-C', async () => {
		const { child, output } = runByHand('--cameras', '3', '--port', '0', '--offline', '1');
		while (!output().includes('Ctrl-C')) await once(child.stdout, 'data');
		child.kill('SIGINT');
		const [exitCode] = await once(child, 'exit');
		expect(exitCode).toBe(0);
		expect(output()).toMatch(/http:\/\/127\.0\.0\.1:\d+\/v1/);
		expect(output()).toContain('3, the last 1 of them offline');
	}, 20_000);

	it('says that its port is in use', async () => {
		const { port } = await start();
		const { child, output } = runByHand('--port', String(port));
		const [exitCode] = await once(child, 'close');
		expect([exitCode, output()]).toEqual([
			1,
			`Port ${port} is in use. Stop what uses it, or choose another with --port.\n`,
		]);
	}, 20_000);

	it('refuses an option that cannot be used in one line', async () => {
		const { child, output } = runByHand('--cameras', 'many');
		const [exitCode] = await once(child, 'close');
		expect(exitCode).toBe(1);
		expect(output().trim().split('\n')).toHaveLength(1);
		expect(output()).toContain('Use a whole number from 0 to 100000.');
	}, 20_000);
});
