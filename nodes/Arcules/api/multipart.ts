/**
 * The first part of a multipart body (RFC 2046, section 5.1), recognised while the body is still coming: cameras send
 * live pictures as `multipart/x-mixed-replace` that never ends.
 */

/** A body whose first part has no header within so many bytes is no multipart body. */
const MAX_PART_HEADER_BYTES = 8 * 1024;

/** Collects the bytes of a body until its first part is whole. */
export class FirstPart {
	private received = Buffer.alloc(0);

	private bodyStart = -1;

	private declaredLength: number | undefined;

	private delimiter = '';

	/** How far the end of the part was looked for. */
	private searchedBytes = 0;

	private end = -1;

	private constructor() {}

	/** @returns `undefined` when the header `Content-Type` is not that of a multipart body */
	static of(contentType: string | undefined): FirstPart | undefined {
		return /^\s*multipart\//i.test(contentType?.slice(0, 100) ?? '') ? new FirstPart() : undefined;
	}

	/** @returns whether nothing more needs to be read */
	push(chunk: Uint8Array): boolean {
		this.received = Buffer.concat([this.received, chunk]);
		if (this.bodyStart === -1 && !this.findHeader()) {
			return this.received.length > MAX_PART_HEADER_BYTES;
		}
		this.end = this.findEnd();
		return this.end !== -1;
	}

	/** The part without its header, up to where the body broke off; `undefined` when no part has begun. */
	get body(): Buffer | undefined {
		if (this.bodyStart === -1) return undefined;
		return this.received.subarray(this.bodyStart, this.end === -1 ? undefined : this.end);
	}

	/** The delimiter is read off the body, because some cameras declare another one. */
	private findHeader(): boolean {
		const start = this.received.toString('latin1', 0, MAX_PART_HEADER_BYTES);
		const header = /(?:^|\n)(--[^\r\n]{1,100})\r?\n((?:[^\r\n]+\r?\n)*)\r?\n/.exec(start);
		if (header === null) return false;
		const [whole, delimiter = '', fields = ''] = header;
		this.delimiter = delimiter.trimEnd();
		this.bodyStart = header.index + whole.length;
		const length = /^content-length:[ \t]*(\d{1,9})[ \t]*\r?$/im.exec(fields)?.[1];
		this.declaredLength = length === undefined ? undefined : Number(length);
		return true;
	}

	private findEnd(): number {
		if (this.declaredLength !== undefined) {
			const end = this.bodyStart + this.declaredLength;
			return this.received.length >= end ? end : -1;
		}
		const from = Math.max(this.bodyStart, this.searchedBytes - this.delimiter.length - 1);
		const delimiterAt = this.received.indexOf(`\n${this.delimiter}`, from);
		this.searchedBytes = this.received.length;
		if (delimiterAt === -1) return -1;
		return this.received[delimiterAt - 1] === 0x0d ? delimiterAt - 1 : delimiterAt;
	}
}
