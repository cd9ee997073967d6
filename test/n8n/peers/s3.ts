// An S3 on loopback that keeps its objects in a folder.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from '@20minutes/s3rver';
import type { Credential } from '../../../dev/n8n/client';
import { freePort } from '../../../dev/n8n/instance';

const HOST = '127.0.0.1';
/** The only account that the server knows unless told of others: key and secret are the same. */
const KEY = 'S3RVER';
/** What the server puts behind the names of its files. */
const OBJECT_SUFFIX = '._S3rver_object';

export interface S3 {
	readonly credential: Credential;
	/** The objects of the bucket, by their keys. */
	objects(): Promise<Map<string, Buffer>>;
	close(): Promise<void>;
}

export async function openS3(bucket: string): Promise<S3> {
	const directory = await mkdtemp(path.join(tmpdir(), 's3-'));
	const port = await freePort();
	const configureBuckets = [{ name: bucket }];
	const server = new S3rver({ address: HOST, port, silent: true, directory, configureBuckets });
	await server.run();
	const folder = path.join(directory, bucket);
	return {
		credential: {
			name: 'S3',
			type: 's3',
			data: {
				endpoint: `http://${HOST}:${port}`,
				region: 'us-east-1',
				accessKeyId: KEY,
				secretAccessKey: KEY,
				forcePathStyle: true,
			},
		},
		objects: async () => {
			const files = await readdir(folder, { recursive: true });
			const stored = files.filter((file) => file.endsWith(OBJECT_SUFFIX));
			const entries = stored.map(async (file) => {
				const bytes = await readFile(path.join(folder, file));
				return [file.slice(0, -OBJECT_SUFFIX.length), bytes] as const;
			});
			return new Map(await Promise.all(entries));
		},
		close: async () => {
			await server.close();
			await rm(directory, { recursive: true });
		},
	};
}
