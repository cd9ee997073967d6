/**
 * Counts what each part of a filter lets through, so that an empty result can say which of them is to blame.
 */
import {
	CAMERA_TYPE,
	type DeviceFilter,
	type DeviceTest,
	type PageListener,
	testsOf,
} from '../api/devices';
import { FILTER_LABELS } from './filters';

/** What is looked for. */
export type Kind = 'camera' | 'device';

const ACCESS =
	'The account sees only the sites and locations assigned to it in the Arcules portal.';

const LABELS: Readonly<Record<keyof DeviceFilter, string>> = {
	names: FILTER_LABELS.name,
	type: FILTER_LABELS.type,
	locationId: FILTER_LABELS.locationId,
	gatewayId: FILTER_LABELS.gatewayId,
	ids: 'Cameras',
	exceptIds: 'Cameras: All Except',
};

/** A part of the filter, and how many devices pass it alone. */
interface Part {
	readonly label: string;
	/** What the user typed or chose; none where that would be a list of ids. */
	readonly values: readonly string[];
	readonly passes: DeviceTest;
	passed: number;
}

export class FilterTally {
	/** Devices listed so far. */
	private listed = 0;

	/** Those among them that are of the kind looked for. */
	private candidates = 0;

	/** Those that pass the whole filter. */
	matched = 0;

	/** Whether the last page was read. */
	isComplete = false;

	private readonly parts: readonly Part[];

	private readonly isCandidate: DeviceTest;

	constructor(
		filter: DeviceFilter,
		private readonly kind: Kind,
	) {
		this.isCandidate = kind === 'camera' ? ({ type }) => type === CAMERA_TYPE : () => true;
		this.parts = [...testsOf(filter)].map(([key, passes]) => {
			const values = key === 'ids' || key === 'exceptIds' ? [] : [filter[key] ?? []].flat();
			return { label: LABELS[key], values, passes, passed: 0 };
		});
	}

	/** To be given to `matchingDevices`. */
	readonly count: PageListener = (devices, isLast) => {
		this.listed += devices.length;
		this.isComplete = isLast;
		for (const device of devices.filter(this.isCandidate)) {
			this.candidates++;
			const passed = this.parts.filter(({ passes }) => passes(device));
			for (const part of passed) part.passed++;
			if (passed.length === this.parts.length) this.matched++;
		}
	};

	/** How many of the matches listed so far a limit has left out of the result. */
	leftOut(limit: number): number {
		return Math.max(0, this.matched - limit);
	}

	/**
	 * Why nothing matched, in a sentence or two.
	 *
	 * @param shown makes a value that the user typed fit for the place where the sentence will stand
	 */
	whyNothing(shown: (value: string) => string): string {
		const { kind, listed, candidates } = this;
		const start = `No ${kind} matched`;
		if (listed === 0) return `${start}: the account sees no devices at all. ${ACCESS}`;
		if (candidates === 0) {
			const devices = listed === 1 ? 'the only device' : `all ${listed} devices`;
			return `${start}: ${devices} of the account ${listed === 1 ? 'is' : 'are'} of another type. ${ACCESS}`;
		}
		const describe = ({ label, values }: Part) => {
			const quoted = values.map((value) => `“${shown(value)}”`).join(', ');
			return quoted === '' ? `'${label}'` : `'${label}' (${quoted})`;
		};
		const guilty = this.parts.filter(({ passed }) => passed === 0);
		const all = candidates === 1 ? `the only ${kind}` : `any of the ${candidates} ${kind}s`;
		if (guilty.length > 0) {
			return `${start}: ${guilty.map(describe).join(' and ')} did not match ${all} of the account.`;
		}
		const counts = this.parts.map((part) => `${describe(part)} ${part.passed}`).join(', ');
		return `${start} all filters at once, though each matches some: ${counts}.`;
	}
}
