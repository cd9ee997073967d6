/**
 * What is still true of a state after a gap: checks may have been made since, of which nothing is left. Pure: no request,
 * no clock, no n8n.
 *
 * What was reported stands. What was being counted begins anew, because looks before and after a gap are not in a row: a
 * single hiccup today would otherwise confirm the one of a week ago.
 */
import { type Condition, OFF } from './condition';
import type { CameraRecord, FleetState, Health, WatchedDevice } from './state';

export function afterGap(state: FleetState): FleetState {
	const inOutages = new Set(state.outages.flatMap(({ cameraIds }) => cameraIds));
	return {
		...state,
		devices: new Map(
			[...state.devices].map(([id, watched]) => [id, deviceAfterGap(watched, inOutages.has(id))]),
		),
		outages: state.outages.map((outage) => ({ ...outage, recovery: undefined })),
	};
}

function deviceAfterGap({ camera, ...watched }: WatchedDevice, isInOutage: boolean): WatchedDevice {
	return { ...watched, missingLists: 0, camera: camera && cameraAfterGap(camera, isInOutage) };
}

function cameraAfterGap(camera: CameraRecord, isInOutage: boolean): CameraRecord {
	const { health, still, blank, view } = camera;
	return {
		...camera,
		// There may have been later ones.
		lastPictureMs: 0,
		health: healthAfterGap(health, isInOutage),
		still: still.isReported ? still : { ...still, checks: 0 },
		blank: conditionAfterGap(blank),
		view: view && { ...view, candidate: undefined },
	};
}

function healthAfterGap(health: Health, isInOutage: boolean): Health {
	if (health.report !== 'none') return { ...health, outage: conditionAfterGap(health.outage) };
	// Whoever failed again before the end of its outage is not back; what becomes of it is told with the outage.
	return isInOutage ? health : { ...health, outage: OFF };
}

function conditionAfterGap(condition: Condition): Condition {
	return condition.kind === 'on' ? { ...condition, clearChecks: 0 } : OFF;
}
