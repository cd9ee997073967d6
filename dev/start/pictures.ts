// Takes the pictures out of an execution, checks each one, and writes it to a folder.
/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { N8nClient } from '../n8n/client';
import { itemsOf, type Execution, type Item } from '../n8n/execution';
import { optionalTextAt } from '../n8n/json';
import { GET_LIVE_THUMBNAIL, LIST_DEVICES } from './workflow';

/** The name under which the node keeps the picture in an item, unless told otherwise. */
const BINARY_PROPERTY = 'data';

/** A picture that was checked and written. */
export interface Picture {
	camera: string;
	fileName: string;
	widthPixels: number;
	heightPixels: number;
	bytes: number;
	/** When the answer with the picture arrived. */
	takenAt: Date | undefined;
}

/** A camera without a picture, and why. */
export interface MissingPicture {
	camera: string;
	reason: string;
}

export interface PictureReport {
	pictures: Picture[];
	missing: MissingPicture[];
}

/** Writes one picture per listed camera; a camera without one is reported, never skipped. */
export async function savePictures(
	client: N8nClient,
	execution: Execution,
	folder: string,
): Promise<PictureReport> {
	await emptyOfPictures(folder);
	const results = itemsOf(execution, GET_LIVE_THUMBNAIL);
	const report: PictureReport = { pictures: [], missing: [] };
	for (const device of itemsOf(execution, LIST_DEVICES)) {
		const camera = optionalTextAt(device.json, 'name') ?? idOf(device);
		try {
			const result = results.find((item) => idOf(item) === idOf(device));
			report.pictures.push({ camera, ...(await savePicture(client, result, folder)) });
		} catch (error) {
			report.missing.push({
				camera,
				reason: error instanceof Error ? error.message : String(error),
			});
		}
	}
	return report;
}

const idOf = (item: Item): string => optionalTextAt(item.json, 'id') ?? '';

async function emptyOfPictures(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const old = (await readdir(folder)).filter((name) => name.endsWith('.jpg'));
	for (const name of old) await rm(path.join(folder, name));
}

async function savePicture(
	client: N8nClient,
	result: Item | undefined,
	folder: string,
): Promise<Omit<Picture, 'camera'>> {
	if (!result) throw new Error('n8n handed on no item for it.');
	const file = result.binary[BINARY_PROPERTY];
	if (!file) throw new Error(optionalTextAt(result.json, 'error') ?? 'its item has no picture.');
	const bytes = await client.getBinary(file);
	const { width, height } = await sizeOfJpeg(bytes);
	const fileName = path.basename(file.fileName ?? `${idOf(result)}.jpg`);
	// "wx": two cameras with one file name would be a lost picture.
	await writeFile(path.join(folder, fileName), bytes, { flag: 'wx' });
	const capturedAt = optionalTextAt(result.json, 'thumbnail', 'capturedAt');
	return {
		fileName,
		widthPixels: width,
		heightPixels: height,
		bytes: bytes.length,
		takenAt: capturedAt === undefined ? undefined : new Date(capturedAt),
	};
}

/** Decodes the whole picture, so that half a picture is found out. */
async function sizeOfJpeg(bytes: Buffer): Promise<{ width: number; height: number }> {
	const image = sharp(bytes, { failOn: 'truncated' });
	const { format } = await image.metadata();
	if (format !== 'jpeg') throw new Error(`what it gave is not a JPEG picture but "${format}".`);
	const { info } = await image.raw().toBuffer({ resolveWithObject: true });
	return info;
}
