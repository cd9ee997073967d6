// How much processor time a process has used, as Linux tells it; other systems are not asked.
import { existsSync, readFileSync } from 'node:fs';

/** The unit of the times in `/proc`; the same on every Linux. */
const TICK_MS = 10;
/** Of user and system time, behind the name of the program, which may contain anything. */
const USER_FIELD = 11;
const SYSTEM_FIELD = 12;

/** Processor time of all threads since the process has started; undefined where the system does not tell. */
export async function cpuMs(pid: number): Promise<number | undefined> {
	const file = `/proc/${pid}/stat`;
	if (!existsSync(file)) return undefined;
	const text = readFileSync(file, 'utf8');
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[USER_FIELD]) + Number(fields[SYSTEM_FIELD])) * TICK_MS;
}
