// What is measured side by side, and what all of it has in common.

/** The ways to get the pictures, in the order in which they are shown. */
export const PEERS = ['recipe', 'listThenLive', 'getMany', 'floor'] as const;

export type PeerName = (typeof PEERS)[number];

/** What the ways are called in tables and charts. */
export const PEER_LABELS: Readonly<Record<PeerName, string>> = {
	recipe: 'Recipe of n8n’s own nodes',
	listThenLive: 'List Devices → Get Live Thumbnail',
	getMany: 'Get Many Live Thumbnails',
	floor: 'Floor: plain Node.js program',
};

/** The accounts a peer is set up for: a small one to warm up with, and the one that is measured. */
export type AccountName = 'warmUp' | 'fleet';

/** A run that has ended well. */
export interface Completion {
	/** From the request to the response. */
	readonly outsideMs: number;
	/** From start to stop in n8n's own record; the floor has none. */
	readonly n8nMs: number | undefined;
	/** Counts the pictures that the run left behind, and removes them. */
	countPictures(): Promise<number>;
}

/** One of the ways to get the pictures, ready to run. */
export interface Peer {
	readonly name: PeerName;
	/** The process whose memory counts. */
	readonly pid: number;
	/**
	 * Gets the pictures of the account once; resolves when everything is stored.
	 *
	 * @throws an `Error` that says why, when the run failed or did not end in time
	 */
	run(account: AccountName): Promise<Completion>;
	stop(): Promise<void>;
}
