// Starts a server program of this machine for one test file.
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { startGroup, type ProcessGroup } from '../../../dev/n8n/processGroup';
import { waitFor } from '../../../dev/n8n/waitFor';

/** Linux ends the program when whoever started it is gone, however that one ended. */
const ENDS_WITH_PARENT = process.platform === 'linux' ? ['setpriv', '--pdeathsig=INT'] : [];

/** A running server program. */
export interface Service extends Pick<ProcessGroup, 'stop'> {
	/** What makes n8n use it. */
	readonly settings: Record<string, string>;
}

/**
 * Starts the program and waits until it takes connections on its port.
 *
 * @param folder where it runs; made where it is missing
 */
export async function startService(
	command: readonly string[],
	port: number,
	folder: string,
): Promise<ProcessGroup> {
	await mkdir(folder, { recursive: true });
	const [program = '', ...args] = [...ENDS_WITH_PARENT, ...command];
	const service = startGroup(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
	let complaints = '';
	service.child.stderr?.on('data', (chunk) => void (complaints += String(chunk)));
	try {
		await waitFor(`answer of "${command.join(' ')}"`, async () => {
			if (service.hasEnded()) throw new Error(`"${command.join(' ')}" ended:\n${complaints}`);
			return await isListening(port);
		});
	} catch (error) {
		await service.stop();
		throw error;
	}
	return service;
}

async function isListening(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}
