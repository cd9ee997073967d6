// Shows where n8n's main process spends its time while it gets the pictures of a fleet:
// npx tsx dev/bench/profile.ts --peer getMany --devices 1000
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import CliTable3 from 'cli-table3';
import { Command, Option } from 'commander';
import { existsSync } from 'node:fs';
import { asStep } from '../n8n/progress';
import { complain, say, terminalProgress } from '../terminal';
import { startN8nPeer } from './peers/n8nPeer';
import { PEER_LABELS, PEERS, type Peer } from './peers/peer';
import { prepareSurroundings } from './peers/surroundings';
import { functionTimes, type FunctionTime } from './profiler/profile';
import { startRemoteSimulator } from './simulator/remote';
import { fleetOf } from './simulator/setup';

const N8N_PEERS = PEERS.filter((name) => name !== 'floor');
const FUNCTIONS_SHOWN = 45;
const GROUPS_SHOWN = 25;
const WARM_UP_DEVICES = 10;
const WRITE_POLL_MS = 100;
const START_PAUSE_MS = 500;
/** Not work: waiting, the frame that everything is below, and the profiler itself. */
const NO_WORK = new Set(['(idle)', '(root)', 'node: inspector']);

interface ProfileOptions {
	peer: (typeof N8N_PEERS)[number];
	devices: string;
	runs: string;
	save?: string;
}

async function main(): Promise<void> {
	const { peer, devices, runs, save } = readOptions();
	const surroundings = await prepareSurroundings(terminalProgress);
	const file = path.resolve(save ?? path.join(surroundings.folder, 'cpu.cpuprofile'));
	const simulator = await startRemoteSimulator(fleetOf(Number(devices)));
	const warmUp = await startRemoteSimulator(fleetOf(WARM_UP_DEVICES));
	const baseUrls = { fleet: simulator.baseUrl, warmUp: warmUp.baseUrl };
	const env = {
		NODE_OPTIONS: `--require "${path.join(__dirname, 'profiler', 'preload.js')}"`,
		N8N_BENCH_PROFILE: file,
	};
	const titles = { doing: `Profiling ${PEER_LABELS[peer]}`, done: 'Profiled' };
	const elapsedMs = await asStep(terminalProgress, titles, async () => {
		const running = await startN8nPeer(peer, surroundings, baseUrls, env);
		const measured = await record(running, Number(runs), file);
		await Promise.all([running, simulator, warmUp].map(async (each) => await each.stop()));
		return measured;
	});
	const times = functionTimes(JSON.parse(await readFile(file, 'utf8')));
	say(`${PEER_LABELS[peer]}, ${devices} devices: ${Math.round(elapsedMs)} ms while profiled`);
	show(times);
}

/** Profiles the last of so many runs; the others let V8 optimise. Answers with its time. */
async function record(peer: Peer, runs: number, file: string): Promise<number> {
	await (await peer.run('warmUp')).countPictures();
	for (let run = 1; run < runs; run++) await (await peer.run('fleet')).countPictures();
	process.kill(peer.pid, 'SIGUSR2');
	await delay(START_PAUSE_MS);
	const { outsideMs } = await peer.run('fleet');
	process.kill(peer.pid, 'SIGUSR2');
	while (!existsSync(file)) await delay(WRITE_POLL_MS);
	return outsideMs;
}

function show(times: readonly FunctionTime[]): void {
	const work = times.filter(({ group }) => !NO_WORK.has(group));
	const busyMs = work.reduce((sum, { selfMs }) => sum + selfMs, 0);
	const share = (ms: number) => `${((100 * ms) / busyMs).toFixed(1)} %`;
	say(`Busy for ${Math.round(busyMs)} ms. Self time by package:`);
	const groups = new Map<string, number>();
	for (const { group, selfMs } of work) groups.set(group, (groups.get(group) ?? 0) + selfMs);
	const sortedGroups = [...groups].sort((first, second) => second[1] - first[1]);
	print(
		['package', 'ms', 'share'],
		sortedGroups.slice(0, GROUPS_SHOWN).map(([group, ms]) => [group, ms.toFixed(0), share(ms)]),
	);
	const rows = (key: 'selfMs' | 'totalMs') =>
		[...work]
			.sort((first, second) => second[key] - first[key])
			.slice(0, FUNCTIONS_SHOWN)
			.map((time) => [time.name, time.group, time[key].toFixed(0), share(time[key])]);
	say('Functions by self time:');
	print(['function', 'package', 'ms', 'share'], rows('selfMs'));
	say('Functions by time with everything they call (up to their next await):');
	print(['function', 'package', 'ms', 'share'], rows('totalMs'));
}

function print(head: string[], rows: string[][]): void {
	const table = new CliTable3({ head, style: { head: [], border: [], compact: true } });
	table.push(...rows);
	say(table.toString());
}

function readOptions(): ProfileOptions {
	return new Command('profile')
		.addOption(new Option('--peer <name>', 'what to run').choices(N8N_PEERS).default('getMany'))
		.option('--devices <n>', 'size of the fleet', '1000')
		.option('--runs <n>', 'runs in all, of which the last is profiled', '2')
		.option('--save <file>', 'keep the profile, for the DevTools of Chromium')
		.parse()
		.opts<ProfileOptions>();
}

void main().then(
	() => process.exit(0),
	(error: unknown) => {
		complain(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
