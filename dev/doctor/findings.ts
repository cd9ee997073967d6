// What was learnt of an account.
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Device } from '../../nodes/Arcules/api/devices';
import type { ArculesError } from '../../nodes/Arcules/api/errors';
import type { ListingPosition } from '../../nodes/Arcules/api/paging';
import type { LiveThumbnail } from '../../nodes/Arcules/api/thumbnail';
import type { SeenAnswer } from './recorder';

/** What a camera gave: its picture, or why there was none. */
export type Look = LiveThumbnail | Pick<ArculesError, 'reason' | 'httpStatus'>;

/** What was learnt. It holds what must not be shown: see the report. */
export interface Findings {
	readonly answers: readonly SeenAnswer[];
	/** Without `jwtToken` when the sign-in failed. */
	readonly credential: ICredentialDataDecryptedObject;
	/** How many devices each page had that were not on an earlier one. */
	readonly pageSizes: readonly number[];
	readonly devices: readonly Device[];
	/** Where the listing stood after its first page; undefined when that was the last. */
	readonly firstPosition: ListingPosition | undefined;
	/** The parameter that proved to take the cursor. */
	readonly cursorParameter: string | undefined;
	/** Whether pages were left out. */
	readonly isCut: boolean;
	/** Whether `page.current` repeats the cursor; undefined when no second page was asked for by a cursor. */
	readonly echoesCursor: boolean | undefined;
	readonly looks: readonly Look[];
	/** The first camera with a picture, asked a second time at once. */
	readonly again: Look | undefined;
	/** What a camera that nobody has gave. */
	readonly unknownCamera: Look | undefined;
	/** What ended the examination early. */
	readonly failure: ArculesError | undefined;
}

/** Whether a look gave a picture. */
export const isPicture = (look: Look): look is LiveThumbnail => 'jpeg' in look;
