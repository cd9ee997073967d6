// Reads the "flatted" format, in which n8n hands out an execution's data.
import { isRecord, type JsonRecord } from './json';

/**
 * Rebuilds a value from its flatted text: a list of slots in which every text inside a list or an object
 * is the number of another slot, so that what is shared or circular is written once.
 */
export function parseFlatted(text: string): unknown {
	const slots: unknown = JSON.parse(text);
	if (!Array.isArray(slots)) throw new Error('This is not flatted data: a list was expected.');
	const revived = new Map<number, unknown>();

	const follow = (entry: unknown): unknown =>
		typeof entry === 'string' ? revive(Number(entry)) : entry;

	const revive = (index: number): unknown => {
		if (revived.has(index)) return revived.get(index);
		const slot: unknown = slots[index];
		if (Array.isArray(slot)) {
			const list: unknown[] = [];
			revived.set(index, list);
			for (const entry of slot) list.push(follow(entry));
			return list;
		}
		if (!isRecord(slot)) return slot;
		const record: JsonRecord = {};
		revived.set(index, record);
		for (const [key, entry] of Object.entries(slot)) record[key] = follow(entry);
		return record;
	};

	return revive(0);
}
