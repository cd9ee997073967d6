/**
 * The fleet while it is checked: what is remembered of it, as the check goes along.
 */
import type { Device } from '../../api/devices';
import { compareCamera, type Observation, type WatchRules } from './compare';
import { compareList, type DeviceEvent, type Watch } from './list';
import type { KnownCamera } from './occurrences';
import type { FleetCamera } from './scope';
import {
	type CameraRecord,
	type FleetState,
	newCamera,
	type Outage,
	type WatchedDevice,
} from './state';

export class Fleet {
	private devices: Map<string, WatchedDevice>;

	private readonly listed = new Map<string, Device>();

	private fingerprint: string;

	/** Whether a whole list was seen, now or before. */
	isKnown: boolean;

	/**
	 * @param before what is remembered; `undefined` when the watch begins
	 * @param nowMs the time of the check, later than that of the one before
	 */
	constructor(
		private readonly before: FleetState | undefined,
		private readonly watch: Watch,
		private readonly nowMs: number,
	) {
		const known = [...(before?.devices ?? [])];
		// Whoever is out of the choice is not looked at any more, even if the list is not whole this time.
		this.devices = new Map(known.filter(([id, { device }]) => watch.includes({ id, ...device })));
		this.fingerprint = before?.fingerprint ?? '';
		this.isKnown = before !== undefined;
	}

	/** Takes a whole list. */
	takeList(list: readonly Device[], confirmAfter: number): readonly DeviceEvent[] {
		const compared = compareList(this.before, list, this.watch, confirmAfter);
		if (compared === undefined) return [];
		for (const device of list) this.listed.set(String(device.id), device);
		this.devices = compared.devices;
		this.fingerprint = this.watch.fingerprint;
		this.isKnown = true;
		return compared.events;
	}

	/**
	 * The cameras that can be looked at, those first that were not seen for longest.
	 *
	 * Where the first of them may fail, one that was served at its latest look goes before it: that it is served again
	 * tells that the account works, even if time allows for a few looks only.
	 */
	waitingCameras(): string[] {
		const waiting = [...this.cameras()]
			.filter(([, { isListed }]) => isListed)
			.map(([id, { record }]) => ({ id, record }))
			.sort((one, other) => one.record.seenMs - other.record.seenMs);
		const [first] = waiting;
		// After a restart, nobody may know when a camera was served.
		const witness =
			waiting.findLast(({ record }) => wasServed(record)) ??
			waiting.findLast(({ record }) => !record.isNewToWatch && record.health.outage.kind === 'off');
		if (first === undefined || witness === undefined || wasServed(first.record)) {
			return waiting.map(({ id }) => id);
		}
		return [witness.id, ...waiting.filter((camera) => camera !== witness).map(({ id }) => id)];
	}

	cameras(): Map<string, FleetCamera> {
		const cameras = new Map<string, FleetCamera>();
		for (const [id, { device, missingLists, camera }] of this.devices) {
			if (camera === undefined) continue;
			const { gatewayId } = device;
			cameras.set(id, { gatewayId, isListed: missingLists === 0, record: camera });
		}
		return cameras;
	}

	/** Compares what was seen of a camera with what is remembered. */
	observe(
		cameraId: string,
		observation: Observation,
		rules: WatchRules,
	): ReturnType<typeof compareCamera>['events'] {
		const camera = this.devices.get(cameraId)?.camera;
		if (camera === undefined) return [];
		const { record, events } = compareCamera(camera, observation, this.nowMs, rules);
		this.setRecord(cameraId, record);
		return events;
	}

	setRecord(cameraId: string, camera: CameraRecord): void {
		const watched = this.devices.get(cameraId);
		if (watched !== undefined) this.devices.set(cameraId, { ...watched, camera });
	}

	/** A device as it was listed; what is remembered of it where the list is not whole. */
	deviceOf(id: string): Device {
		return this.listed.get(id) ?? { id, ...this.devices.get(id)?.device };
	}

	knownCameras(ids: readonly string[]): KnownCamera[] {
		return ids.flatMap((id) => {
			const record = this.devices.get(id)?.camera;
			return record === undefined ? [] : [{ device: this.deviceOf(id), record }];
		});
	}

	/** What to remember from now on; `undefined` while no list was whole. */
	state(outages: readonly Outage[]): FleetState | undefined {
		if (!this.isKnown) return undefined;
		const { nowMs: savedMs, fingerprint, devices } = this;
		return { savedMs, fingerprint, devices, outages };
	}

	/**
	 * What to remember after a check that failed: nothing new, but what was listed, and which cameras were asked. The next
	 * check begins with others, or a few that fail like the account would hold up the watch for ever.
	 */
	stateOnFailure(): FleetState | undefined {
		if (!this.isKnown) return undefined;
		const { before, nowMs: savedMs, fingerprint } = this;
		const start = before ?? { devices: this.devices, fingerprint, outages: [] };
		const devices = [...start.devices].map(([id, watched]): [string, WatchedDevice] => {
			const seenMs = this.devices.get(id)?.camera?.seenMs;
			const camera = before === undefined ? watched.camera && newCamera(true) : watched.camera;
			return [
				id,
				{
					...watched,
					missingLists: this.listed.has(id) ? 0 : watched.missingLists,
					camera: camera && { ...camera, seenMs: seenMs ?? camera.seenMs },
				},
			];
		});
		return { ...start, savedMs, devices: new Map(devices) };
	}
}

/** Whether the latest look at a camera gave a picture. */
function wasServed({ seenMs, lastPictureMs }: CameraRecord): boolean {
	return lastPictureMs > 0 && lastPictureMs >= seenMs;
}
