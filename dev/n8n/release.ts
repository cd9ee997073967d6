// How a release of n8n is installed: from which package.json, and on which Node.js.
import manifests from './versions.json';

/** The n8n releases that all tests with a real n8n run on. */
export type N8nVersion = keyof typeof manifests;

/** n8n 2.36 and later refuse older ones; 1.123 accepts Node.js 20, but the sandbox of its expressions (isolated-vm) comes
 * ready-made for 22 and 24 only. */
const NODE_MAJOR = 24;

/** n8n 1.85 to 1.94 refuse newer ones (`engines` in their package.json). */
const OLD_NODE_MAJOR = 22;
const FIRST_ON_NODE_24 = 123;

/** Dependencies of n8n whose releases of these days cannot be installed or used. */
const OVERRIDES = { linkedom: '0.18.12', xlsx: '0.18.5' };

/** What it takes to install a release. */
export interface N8nRelease {
	/** The package.json to install from. */
	readonly manifest: object;
	readonly nodeMajor: number;
}

/** The pinned package.json of a release that all tests run on; for any other, one of the same kind. */
export function releaseOf(version: string): N8nRelease {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const isOld = major === 1 && minor < FIRST_ON_NODE_24;
	const nodeMajor = isOld ? OLD_NODE_MAJOR : NODE_MAJOR;
	if (isPinned(version)) return { manifest: manifests[version], nodeMajor };
	const manifest = { private: true, dependencies: { n8n: version }, overrides: OVERRIDES };
	return { manifest, nodeMajor };
}

const isPinned = (version: string): version is N8nVersion => version in manifests;
