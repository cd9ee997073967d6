// Boots an n8n that nobody has used before, with the packed node installed and an owner logged in.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { N8nClient, type Owner } from './client';
import { freePort, startN8n, type N8nInstance, type StartOptions } from './instance';
import { installPackage } from './package';

export interface BootOptions extends Omit<StartOptions, 'userFolder' | 'command'> {
	tarball: string;
}

/** An n8n from its first start to its end, restarts included; it keeps its address and what it has stored. */
export class BootedN8n {
	private constructor(
		/** How it is started, and where it keeps what it stores. */
		readonly options: StartOptions,
		/** The process; after a restart another one. */
		public instance: N8nInstance,
		readonly client: N8nClient,
		readonly owner: Owner,
	) {}

	/** Starts it; {@link close} ends it and deletes what it stored. */
	static async boot({ tarball, ...options }: BootOptions): Promise<BootedN8n> {
		const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-'));
		let instance: N8nInstance | undefined;
		try {
			await installPackage(tarball, userFolder);
			const place = { ...options, userFolder, port: options.port ?? (await freePort()) };
			instance = await startN8n(place);
			const client = new N8nClient(instance.url);
			const owner = newOwner();
			await client.setUpOwner(owner);
			return new BootedN8n(place, instance, client, owner);
		} catch (error) {
			await instance?.stop();
			await remove(userFolder);
			throw error;
		}
	}

	/** Ends n8n (unless it has ended), lets something happen meanwhile, and starts it again. */
	async restart(meanwhile: () => unknown = () => {}): Promise<void> {
		await this.instance.stop();
		await meanwhile();
		this.instance = await startN8n(this.options);
	}

	/** Ends n8n and deletes what it stored. */
	async close(): Promise<void> {
		await this.instance.stop();
		await remove(this.options.userFolder);
	}
}

const remove = async (folder: string): Promise<void> =>
	await rm(folder, { recursive: true, force: true, maxRetries: 5 });

/** Somebody new for every start, so that nobody else on this machine knows the password. */
const newOwner = (): Owner => ({
	email: 'owner@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: `Owner-1-${randomBytes(6).toString('hex')}`,
});
