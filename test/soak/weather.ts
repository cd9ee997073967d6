/**
 * The troubles of a fleet in a soak test, minute by minute: hiccups that must not be reported, outages of cameras, of
 * gateways and of all, which must be, and times in which the account fails. What is true is known at any time.
 */
import type { Reason } from '../../nodes/Arcules/api/errors';
import type { Device } from '../../nodes/Arcules/api/devices';

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32, public domain). */
export function randomNumbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** How likely each trouble begins in a minute; for the whole fleet. */
const CHANCES = {
	hiccup: 0.2,
	camera: 0.05,
	gateway: 0.004,
	fleet: 0.0007,
	account: 0.005,
} as const;

/** Long enough to be confirmed, held back and reported, the reasons that take longest included. */
const MIN_OUTAGE_MINUTES = 60;
const MAX_ACCOUNT_MINUTES = 5;
/** So that two hiccups are never two looks in a row, even if the looks between them were left out. */
const CALM_MINUTES = 45;
/** Of a gateway: if all its cameras went one by one, it would be a matter of taste what to call it. */
const MAX_ALONE_SHARE = 0.3;

const REASONS = [
	'unavailable',
	'timeout',
	'notAnImage',
	'notFound',
	'rateLimited',
	'forbidden',
] as const;

interface Trouble {
	readonly reason: Reason;
	readonly endMinute: number;
}

/** What is wrong with a camera. */
interface Troubles {
	readonly gatewayId: string;
	alone?: Trouble | undefined;
	hiccupMinute: number;
	/** When it last began or ceased to be out. */
	changedMinute: number;
	isOut: boolean;
}

export class Weather {
	readonly cameras = new Map<string, Troubles>();

	private readonly gateways = new Map<string, Trouble>();

	private fleet: Trouble | undefined;

	private account: Trouble | undefined;

	private minute = 0;

	/** Of the troubles that begin; 0 lets all of them end. */
	strength = 1;

	constructor(
		devices: readonly Device[],
		private readonly random: () => number,
		private readonly maxOutageMinutes: number,
	) {
		for (const { id, gatewayId } of devices) {
			this.cameras.set(String(id), {
				gatewayId: String(gatewayId),
				hiccupMinute: -CALM_MINUTES,
				changedMinute: 0,
				isOut: false,
			});
		}
	}

	/** The next minute. */
	pass(): void {
		this.minute++;
		// Any other reason would be the account's when all have it.
		if (this.happens('fleet')) this.fleet = { ...this.outage(), reason: 'unavailable' };
		if (this.happens('account')) {
			const minutes = 1 + Math.floor(this.random() * MAX_ACCOUNT_MINUTES);
			this.account = { reason: 'network', endMinute: this.minute + minutes };
		}
		const [, { gatewayId }] = this.anyCamera();
		if (this.happens('gateway')) this.gateways.set(gatewayId, this.outage());
		if (this.happens('camera')) this.breakOne();
		if (this.happens('hiccup')) this.disturbOne();
		for (const camera of this.cameras.values()) {
			const isOut = this.outageOf(camera) !== undefined;
			if (isOut === camera.isOut) continue;
			camera.isOut = isOut;
			camera.changedMinute = this.minute;
		}
	}

	/** What a camera gives in this minute. */
	healthOf(id: string): Reason | 'ok' {
		const camera = this.cameras.get(id);
		if (this.isLasting(this.account)) return this.account.reason;
		if (camera === undefined) return 'ok';
		const outage = this.outageOf(camera);
		if (outage !== undefined) return outage.reason;
		return camera.hiccupMinute === this.minute ? 'unavailable' : 'ok';
	}

	/** For how many minutes it has been out, or well. */
	minutesSinceChange(id: string): number {
		return this.minute - (this.cameras.get(id)?.changedMinute ?? 0);
	}

	isOut(id: string): boolean {
		return this.cameras.get(id)?.isOut === true;
	}

	/** Whether it is, or was lately, out for itself rather than with its gateway or the fleet. */
	isOutAlone(id: string, latelyMinutes: number): boolean {
		const endMinute = this.cameras.get(id)?.alone?.endMinute ?? -Infinity;
		return this.minute - endMinute < latelyMinutes;
	}

	private breakOne(): void {
		const [, camera] = this.anyCamera();
		const ofGateway = [...this.cameras.values()].filter(
			({ gatewayId }) => gatewayId === camera.gatewayId,
		);
		const alone = ofGateway.filter((one) => this.isLasting(one.alone)).length;
		if (alone + 1 <= MAX_ALONE_SHARE * ofGateway.length) camera.alone = this.outage();
	}

	private disturbOne(): void {
		const [id, camera] = this.anyCamera();
		const isCalm = !camera.isOut && this.minutesSinceChange(id) > CALM_MINUTES;
		if (isCalm && this.minute - camera.hiccupMinute > CALM_MINUTES)
			camera.hiccupMinute = this.minute;
	}

	private outageOf(camera: Troubles): Trouble | undefined {
		const gateway = this.gateways.get(camera.gatewayId);
		return [this.fleet, gateway, camera.alone].find((trouble) => this.isLasting(trouble));
	}

	private isLasting(trouble: Trouble | undefined): trouble is Trouble {
		return trouble !== undefined && this.minute < trouble.endMinute;
	}

	private outage(): Trouble {
		const minutes =
			MIN_OUTAGE_MINUTES + Math.floor(this.random() * (this.maxOutageMinutes - MIN_OUTAGE_MINUTES));
		const reason = REASONS[Math.floor(this.random() * REASONS.length)] ?? 'unavailable';
		return { reason, endMinute: this.minute + minutes };
	}

	private anyCamera(): [string, Troubles] {
		const row = Math.floor(this.random() * this.cameras.size);
		const entry = [...this.cameras][row];
		if (entry === undefined) throw new Error('There is no camera.');
		return entry;
	}

	private happens(kind: keyof typeof CHANCES): boolean {
		return this.random() < CHANCES[kind] * this.strength;
	}
}
