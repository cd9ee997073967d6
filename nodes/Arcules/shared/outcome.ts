/**
 * An output item in the making.
 */
import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import type { ArculesError } from '../api/errors';

/** {@link error} makes it one that stands for a failure. */
export interface Outcome {
	readonly json: IDataObject;
	readonly binary?: IBinaryKeyData | undefined;
	readonly error?: ArculesError | undefined;
}
