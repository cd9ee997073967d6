/**
 * The cameras of the account by name and by id, listed at most once per run, and only if somebody asks.
 */
import type { Connection } from '../api/connection';
import { CAMERA_TYPE, foldCase, idOf, matchingDevices, nameOf } from '../api/devices';
import { ArculesError, invalidParameter, settle } from '../api/errors';
import { shortText } from './foreignText';
import { show } from './parameters';
import type { Camera } from './pictureFile';

/** More would not be read. */
const MAX_CANDIDATES = 5;

export class CameraDirectory {
	/** By id, in the order of the list. */
	private listing: Promise<ReadonlyMap<string, Camera> | ArculesError> | undefined;

	constructor(
		private readonly openConnection: () => Promise<Connection>,
		private readonly signal: AbortSignal,
	) {}

	/**
	 * The one camera of a name, in whatever case; an id is understood as well.
	 *
	 * @throws {ArculesError} when there is none, or more than one
	 */
	async find(value: unknown): Promise<Camera> {
		const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
		if (text === '') {
			throw invalidParameter(
				`'Camera' must be the name of a camera, but is ${show(value)}`,
				'Type the name as the Arcules portal shows it. If an expression fills it in, check what the expression gives.',
			);
		}
		const byId = await this.byId();
		const cameras = [...byId.values()];
		const wanted = foldCase(text);
		const found = cameras.filter(({ name }) => name !== undefined && foldCase(name) === wanted);
		const [camera = byId.get(text)] = found;
		if (found.length > 1) throw ambiguous(text, found);
		if (camera === undefined) throw unknown(text, cameras);
		return camera;
	}

	/** The name of a camera; `undefined` when the list does not have it, or cannot be had. */
	async nameOf(channelId: string): Promise<string | undefined> {
		const byId = await settle(async () => await this.byId());
		return byId instanceof ArculesError ? undefined : byId.get(channelId)?.name;
	}

	private async byId(): Promise<ReadonlyMap<string, Camera>> {
		this.listing ??= settle(async () => await this.list());
		const cameras = await this.listing;
		if (cameras instanceof ArculesError) throw cameras;
		return cameras;
	}

	private async list(): Promise<Map<string, Camera>> {
		const connection = await this.openConnection();
		const cameras = new Map<string, Camera>();
		const filter = { type: CAMERA_TYPE };
		for await (const device of matchingDevices(connection, filter, Infinity, this.signal)) {
			const id = idOf(device);
			if (id !== undefined) cameras.set(id, { channelId: id, name: nameOf(device)?.trim() });
		}
		return cameras;
	}
}

function ambiguous(text: string, cameras: readonly Camera[]): ArculesError {
	const ids = firstOf(cameras.map(({ channelId }) => channelId));
	return invalidParameter(
		`${cameras.length} cameras are named "${shortText(text)}"`,
		`Choose one From List or By ID. Their IDs: ${ids}.`,
	);
}

function unknown(text: string, cameras: readonly Camera[]): ArculesError {
	const part = foldCase(text);
	const names = cameras.flatMap(({ name }) => (name === undefined ? [] : [name]));
	const similar = names.filter((name) => {
		const folded = foldCase(name);
		return folded.includes(part) || part.includes(folded);
	});
	const candidates = similar.length > 0 ? similar : names;
	return new ArculesError('notFound', `No camera is named "${shortText(text)}"`, {
		description:
			candidates.length === 0
				? 'The account sees no cameras. It sees only the sites and locations assigned to it in the Arcules portal.'
				: `${similar.length > 0 ? 'Similar names' : 'The cameras are'}: ${firstOf(candidates)}. The account sees only the sites and locations assigned to it in the Arcules portal.`,
	});
}

function firstOf(texts: readonly string[]): string {
	const shown = texts.slice(0, MAX_CANDIDATES).map((text) => shortText(text));
	const others = texts.length - MAX_CANDIDATES;
	return [...shown, ...(others > 0 ? [`${others} more`] : [])].join(', ');
}
