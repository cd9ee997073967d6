/**
 * Looks whether bytes are one whole JPEG, by walking its markers (ITU-T T.81, annex B).
 */
import { isSequentialHuffman, readFrame, type Component, type Frame } from './frame';
import { APP0, APP14, COM, EOI, isFrameHeader, SOS } from './markers';
import { isProgressive, Progression } from './progression';
import { canBeWhole, DecoderTables, type Scan } from './scan';
import { segmentsOf, startsAsJpeg, type Segment } from './segments';

/** What the bytes are. */
export type JpegCheck =
	| { readonly kind: 'jpeg'; readonly width: number; readonly height: number }
	/** Starts with SOI, but is not one whole picture. */
	| { readonly kind: 'incomplete' }
	| { readonly kind: 'notAJpeg' };

/** The parts of a JPEG that its markers show to be whole. */
export interface Jpeg {
	readonly kind: 'jpeg';
	readonly frame: Frame;
	/** The scans of a sequential Huffman JPEG, one for each component or one for several; else none. */
	readonly scans: readonly Scan[];
	readonly application: Application;
	/** The offset behind the EOI; what follows is padding. */
	readonly end: number;
}

/** What application segments say about the colours. */
interface Application {
	/** There is a JFIF segment: the colours are grey or YCbCr. */
	readonly isJfif: boolean;
	/** What Adobe's segment says; absent without one. */
	readonly adobeTransform: number | undefined;
}

const INCOMPLETE = { kind: 'incomplete' } as const;
const NOT_A_JPEG = { kind: 'notAJpeg' } as const;
// Behind "Adobe", a version and two words of flags.
const ADOBE_TRANSFORM_AT = 11;
const ADOBE_RGB = 0;
const RGB_IDS = 'RGB';

/** Checks the bytes by their markers alone; what follows the EOI is padding, which cameras add, and is tolerated. */
export function checkJpeg(bytes: Uint8Array): JpegCheck {
	const jpeg = readJpeg(bytes);
	if (jpeg.kind !== 'jpeg') return jpeg;
	return { kind: 'jpeg', width: jpeg.frame.width, height: jpeg.frame.height };
}

/** Reads the parts of a JPEG, as far as the markers tell of them. */
export function readJpeg(bytes: Uint8Array): Jpeg | typeof INCOMPLETE | typeof NOT_A_JPEG {
	if (!startsAsJpeg(bytes)) return NOT_A_JPEG;
	const parts = new JpegParts(bytes);
	for (const segment of segmentsOf(bytes)) {
		if (segment.marker === EOI) return parts.whole(segment.end) ?? INCOMPLETE;
		if (!parts.take(segment)) return INCOMPLETE;
	}
	return INCOMPLETE;
}

/** Whether the first component is luma: grey or YCbCr, told as libjpeg tells it. */
export function hasLuma({ frame, application }: Jpeg): boolean {
	const { components } = frame;
	if (components.length === 1) return true;
	if (components.length !== 3) return false;
	if (application.isJfif) return true;
	if (application.adobeTransform !== undefined) return application.adobeTransform !== ADOBE_RGB;
	return String.fromCharCode(...components.map(({ id }) => id)) !== RGB_IDS;
}

/** Gathers the parts, segment by segment; bounded in memory whatever the bytes are. */
class JpegParts {
	private frame: Frame | undefined;

	private readonly tables = new DecoderTables();

	private readonly scans: Scan[] = [];

	private readonly missing = new Set<Component>();

	private progression: Progression | undefined;

	private hasScan = false;

	private isJfif = false;

	private adobeTransform: number | undefined;

	constructor(private readonly bytes: Uint8Array) {}

	/** Takes one segment; false when the picture cannot be whole with it. */
	take(segment: Segment): boolean {
		const { marker } = segment;
		if (marker === COM) return true;
		const payload = this.bytes.subarray(segment.payloadStart, segment.payloadEnd);
		if (isFrameHeader(marker)) return this.takeFrame(marker, payload);
		if (marker === SOS) return this.takeScan(payload, segment);
		if (marker === APP0) this.isJfif ||= startsWith(payload, 'JFIF');
		if (marker === APP14 && startsWith(payload, 'Adobe')) {
			this.adobeTransform = payload[ADOBE_TRANSFORM_AT];
		}
		return this.tables.take(marker, payload);
	}

	/** The picture, if nothing is missing at the EOI. */
	whole(end: number): Jpeg | undefined {
		const { frame, scans, isJfif, adobeTransform } = this;
		if (!frame || !this.hasScan || this.missing.size > 0) return undefined;
		if (this.progression?.isComplete === false) return undefined;
		return { kind: 'jpeg', frame, scans, application: { isJfif, adobeTransform }, end };
	}

	private takeFrame(marker: number, payload: Uint8Array): boolean {
		if (this.frame) return false;
		this.frame = readFrame(marker, payload);
		if (!this.frame) return false;
		if (isSequentialHuffman(this.frame)) {
			for (const component of this.frame.components) this.missing.add(component);
		}
		if (isProgressive(this.frame)) this.progression = new Progression(this.frame);
		return true;
	}

	private takeScan(payload: Uint8Array, { payloadEnd, end }: Segment): boolean {
		if (!this.frame) return false;
		this.hasScan ||= end > payloadEnd;
		if (this.progression) {
			const scan = this.tables.readScan(this.frame, payload, this.bytes.subarray(payloadEnd, end));
			return scan !== undefined && this.progression.take(scan, payload);
		}
		// Sequential scans are needed once for each component; any further one is not looked at, by viewers neither.
		if (this.missing.size === 0) return true;
		const data = this.bytes.subarray(payloadEnd, end);
		const scan = this.tables.readScan(this.frame, payload, data);
		if (!scan || !canBeWhole(this.frame, scan)) return false;
		if (!scan.components.every(({ component }) => this.missing.delete(component))) return false;
		this.scans.push(scan);
		return true;
	}
}

function startsWith(payload: Uint8Array, name: string): boolean {
	return String.fromCharCode(...payload.subarray(0, name.length)) === name;
}
