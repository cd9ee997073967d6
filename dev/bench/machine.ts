// What the benchmark ran on.
/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import execa from 'execa';
import type { N8nInstallation } from '../n8n/install';
import type { Machine } from './results/types';

const BYTES_PER_GIB = 1024 ** 3;

/** Describes the machine and the programs, with nothing that tells whose it is. */
export async function describeMachine({ version, nodeBinary }: N8nInstallation): Promise<Machine> {
	return {
		cpu: cpus()[0]?.model.trim() ?? 'unknown',
		cores: availableParallelism(),
		memoryGiB: Math.round(totalmem() / BYTES_PER_GIB),
		system: `${platform()} ${arch()}`,
		n8n: version,
		node: (await execa(nodeBinary, ['--version'])).stdout.replace(/^v/, ''),
	};
}
