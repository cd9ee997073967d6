/**
 * One run of a thumbnail operation: the connection and the settings that all its cameras share, and what becomes of a
 * camera that gave no picture.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ArculesError, settle } from '../../api/errors';
import { Connection, DEFAULT_SETTINGS } from '../../api/request';
import { liveThumbnail } from '../../api/thumbnail';
import { markFailed, type OnError, onErrorOf, toNodeError } from '../failures';
import { type Camera, failedItem, pictureItem, type Source, toldOf } from './item';
import { type PictureTarget, parseRequestSettings } from './options';

export class PictureRun {
	/** Ends all requests of the run. */
	readonly stop = new AbortController();

	private constructor(
		private readonly context: IExecuteFunctions,
		readonly onError: OnError,
		readonly concurrency: number,
		private readonly opened: Connection | ArculesError,
	) {}

	/** Reads options and credential. That they are of no use is told by {@link connection}, for each item. */
	static async start(context: IExecuteFunctions): Promise<PictureRun> {
		const settings = await settle(async () =>
			parseRequestSettings(context.getNodeParameter('options', 0, {})),
		);
		const onError = onErrorOf(context);
		if (settings instanceof ArculesError) {
			return new PictureRun(context, onError, DEFAULT_SETTINGS.concurrency, settings);
		}
		const connection = await settle(async () => await Connection.open(context, settings));
		return new PictureRun(context, onError, settings.concurrency, connection);
	}

	/** @throws {ArculesError} when the options or the credential are of no use */
	connection(): Connection {
		if (this.opened instanceof ArculesError) throw this.opened;
		return this.opened;
	}

	/**
	 * The item with the camera's picture.
	 *
	 * @param signal ends the request, beside {@link stop}
	 * @throws {ArculesError} with the camera named, when it gave none
	 */
	async take(
		source: Source,
		camera: Camera,
		target: PictureTarget,
		signal: AbortSignal = this.stop.signal,
	): Promise<INodeExecutionData> {
		const item = await settle(async () => {
			const picture = await liveThumbnail(this.connection(), camera.channelId, signal);
			return await pictureItem(this.context, source, camera, target, picture);
		});
		if (item instanceof ArculesError) throw toldOf(camera, item);
		return item;
	}

	/**
	 * The item that stands for a failure under "Continue" and "Continue (using error output)".
	 *
	 * @param channelId of the camera, if one is known
	 * @param target where a picture would have gone, if that is known
	 * @throws {NodeApiError} under "Stop Workflow"; everything in flight is ended then
	 */
	failed(
		source: Source,
		error: ArculesError,
		channelId?: string,
		target?: PictureTarget,
	): INodeExecutionData {
		const nodeError = toNodeError(this.context.getNode(), error, source.itemIndex);
		if (this.onError === 'stop') {
			this.stop.abort();
			throw nodeError;
		}
		return this.reported(source, error, channelId, target);
	}

	/** As {@link failed}, but never thrown. */
	reported(
		source: Source,
		error: ArculesError,
		channelId?: string,
		target?: PictureTarget,
	): INodeExecutionData {
		const item = failedItem(source, channelId, target?.binaryPropertyName, error);
		if (this.onError !== 'errorOutput') return item;
		return markFailed(item, toNodeError(this.context.getNode(), error, source.itemIndex));
	}
}
