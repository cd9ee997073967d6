/**
 * Measures the compiled picture room in a process of its own: `measure.ts <folder> <task>` prints a task's figures as JSON.
 */
import { join } from 'node:path';
import sharp from 'sharp';
import { sum } from 'simple-statistics';
import {
	loadRoom,
	measurePicture,
	type PictureCost,
	type PictureRoom,
} from '../../../../dev/bench/picture';
import { hostileJpegs, randomBytes } from './hostile';

/** How long a hostile JPEG kept the processor, at best, and what it was found to be. */
export interface HostileCost {
	readonly name: string;
	readonly msPerMegabyte: number;
	readonly kind: string;
}

/** The name of an ordinary picture among the hostile ones: what it takes shows how busy the machine is. */
export const ORDINARY = 'ordinary';

const STILL = join(__dirname, '../../../../dev/simulator/stills/street.jpg');
const MEGABYTE = 1_000_000;
const TRIES = 7;
const FLIPPED = 300;

const tasks: Record<string, (room: PictureRoom) => Promise<unknown>> = {
	speed: async (room) => {
		const kinds = [75, 90, 95, 99].map((quality) => ({ width: 1280, height: 720, quality }));
		// The medians of the quietest of three runs: a test shares the machine with others.
		const runs: PictureCost[][] = [];
		while (runs.length < 3) runs.push(await measurePicture(room, kinds));
		return runs.sort((one, other) => totalMs(one) - totalMs(other))[0];
	},

	hostile: async (room) => [
		hostileCost(room, ORDINARY, await sharp(STILL).jpeg({ quality: 80 }).toBuffer()),
		...hostileJpegs().map(([name, jpeg]) => hostileCost(room, name, jpeg)),
		...(await flippedJpegs()).map((jpeg) => hostileCost(room, 'flipped bits', jpeg)),
		hostileCost(room, ORDINARY, await sharp(STILL).jpeg({ quality: 80 }).toBuffer()),
	],

	memory: async (room) => {
		const jpeg = await sharp(STILL).resize(3840, 2160).jpeg({ quality: 90 }).toBuffer();
		room.analyzeJpeg(jpeg);
		const used = () => process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
		const grown = Array.from({ length: 20 }, () => {
			const before = used();
			room.analyzeJpeg(jpeg);
			return used() - before;
		});
		return { bytesPerBlock: Math.max(...grown) / ((3840 / 8) * (2160 / 8)) };
	},
};

function totalMs(costs: readonly PictureCost[]): number {
	return sum(costs.map(({ walkMs }) => walkMs));
}

function hostileCost(room: PictureRoom, name: string, jpeg: Buffer): HostileCost {
	let kind = '';
	const times = Array.from({ length: TRIES }, () => {
		const before = process.cpuUsage();
		({ kind } = room.analyzeJpeg(jpeg));
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000;
	});
	return { name, msPerMegabyte: (Math.min(...times) / jpeg.length) * MEGABYTE, kind };
}

/** A picture with ten bits flipped anywhere, headers included. */
async function flippedJpegs(): Promise<Buffer[]> {
	const jpeg = await sharp(STILL).jpeg({ quality: 80 }).toBuffer();
	return Array.from({ length: FLIPPED }, (_, seed) => {
		const flipped = Buffer.from(jpeg);
		const where = randomBytes(40, seed);
		for (let index = 0; index < 40; index += 4) {
			const at =
				index < 8 ? where.readUInt16BE(index) % 700 : where.readUInt32BE(index) % jpeg.length;
			flipped[at] = (flipped[at] ?? 0) ^ (1 << at % 8);
		}
		return flipped;
	});
}

async function main([folder, task = '']: readonly string[]): Promise<void> {
	const figures = await tasks[task]?.(await loadRoom(folder));
	process.stdout.write(JSON.stringify(figures));
}

if (require.main === module) void main(process.argv.slice(2));
