/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * Reads a zip archive: enough of the format for what n8n's Compression node writes.
 */
import { inflateRawSync } from 'node:zlib';

const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const DEFLATED = 8;

/** The files in the archive by name. */
export function unzip(archive: Buffer): Map<string, Buffer> {
	const end = archive.lastIndexOf(DIRECTORY_END);
	if (end < 0) throw new Error('This is not a zip archive.');
	const files = new Map<string, Buffer>();
	let at = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
		if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('The directory is broken.');
		const nameLength = archive.readUInt16LE(at + 28);
		const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
		files.set(name, contentOf(archive, at));
		at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
	}
	return files;
}

function contentOf(archive: Buffer, entry: number): Buffer {
	const header = archive.readUInt32LE(entry + 42);
	const nameAndExtra = archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
	const start = header + 30 + nameAndExtra;
	const packed = archive.subarray(start, start + archive.readUInt32LE(entry + 20));
	return archive.readUInt16LE(entry + 10) === DEFLATED ? inflateRawSync(packed) : packed;
}
