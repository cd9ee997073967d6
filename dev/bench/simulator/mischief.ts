// Which cameras misbehave in the measurement of faults, and how.
import type { FaultPlan } from '../../simulator';

/** How a camera misbehaves. */
export type Mischief = 'offline' | 'busyTwice' | 'hanging' | 'halfPicture';

/** What the simulator does in place of the right answer. */
export const FAULTS: Readonly<Record<Mischief, FaultPlan>> = {
	offline: { kind: 'offline' },
	busyTwice: [
		{ kind: 'status', status: 503 },
		{ kind: 'status', status: 503 },
	],
	hanging: { kind: 'hang' },
	halfPicture: { kind: 'halfJpeg' },
};

// Spread over the fleet: two of these never meet in one camera.
const PLACES: ReadonlyArray<{ kind: Mischief; every: number; at: number }> = [
	{ kind: 'offline', every: 20, at: 3 },
	{ kind: 'busyTwice', every: 20, at: 9 },
	{ kind: 'hanging', every: 50, at: 15 },
	{ kind: 'halfPicture', every: 50, at: 26 },
];

/** How the camera at this place of the list misbehaves: 5 % are offline, 5 % busy, 2 % hang, 2 % send half a picture. */
export const mischiefOf = (cameraIndex: number): Mischief | undefined =>
	PLACES.find(({ every, at }) => cameraIndex % every === at)?.kind;
