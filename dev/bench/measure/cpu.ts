// How much processor time a process has used, as Linux tells it; other systems are not asked.
import { readIfThere } from '../../n8n/files';

/** The unit of the times in `/proc`; the same on every Linux. */
const TICK_MS = 10;
/** Of user and system time, behind the name of the program, which may contain anything. */
const USER_FIELD = 11;
const SYSTEM_FIELD = 12;

/** Processor time of all threads since the process has started; undefined where the system does not tell. */
export async function cpuMs(pid: number): Promise<number | undefined> {
	const text = await readIfThere(`/proc/${pid}/stat`);
	if (text === undefined) return undefined;
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[USER_FIELD]) + Number(fields[SYSTEM_FIELD])) * TICK_MS;
}
