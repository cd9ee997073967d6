// Takes the pictures out of a run's items, checks each one, and writes it to a folder.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { optionalTextAt, textAt } from '../n8n/json';

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
	takenAt: Date;
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

/** The items of Get Live Thumbnail, one per camera, and how the engine that ran it reads their files. */
export interface RunResult<File extends { fileName?: string | undefined }> {
	items: Array<{ json: object; binary?: Record<string, File> }>;
	readFile(file: File): Promise<Buffer>;
}

/** Writes one picture per camera; a camera without one is reported, never skipped. */
export async function savePictures<File extends { fileName?: string | undefined }>(
	{ items, readFile }: RunResult<File>,
	folder: string,
): Promise<PictureReport> {
	await mkdir(folder, { recursive: true });
	const report: PictureReport = { pictures: [], missing: [] };
	for (const { json, binary } of items) {
		const camera = optionalTextAt(json, 'name') ?? optionalTextAt(json, 'id') ?? 'Unknown camera';
		try {
			const file = binary?.[BINARY_PROPERTY];
			if (!file) throw new Error(optionalTextAt(json, 'error') ?? 'its item has no picture.');
			const takenAt = new Date(textAt(json, 'pictureTakenAt'));
			const saved = await savePicture(await readFile(file), textAt(file, 'fileName'), folder);
			report.pictures.push({ camera, takenAt, ...saved });
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			const prefix = `Camera "${camera}" gave no picture: `;
			report.missing.push({ camera, reason: reason.replace(prefix, '') });
		}
	}
	return report;
}

async function savePicture(bytes: Buffer, name: string, folder: string) {
	// Decodes the whole picture, so that half a picture is found out.
	const image = sharp(bytes, { failOn: 'truncated' }).raw();
	const { info } = await image.toBuffer({ resolveWithObject: true });
	const fileName = path.basename(name);
	// "wx": two cameras with one file name would be a lost picture.
	await writeFile(path.join(folder, fileName), bytes, { flag: 'wx' });
	return { fileName, widthPixels: info.width, heightPixels: info.height, bytes: bytes.length };
}
