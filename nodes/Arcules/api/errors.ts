/**
 * What can go wrong between n8n and Arcules, as one error class with a reason from a closed list.
 */
import { NodeError } from 'n8n-workflow';
import { findSignInError } from '../../../credentials/account';

/** Why there is no picture or no list. The words stand in the output items, so workflows branch on them. */
export type Reason =
	| 'unauthorized'
	| 'forbidden'
	| 'notFound'
	| 'rateLimited'
	| 'unavailable'
	| 'timeout'
	| 'network'
	| 'notAnImage'
	| 'incomplete'
	| 'tooLarge'
	| 'invalidChannelId'
	| 'cancelled'
	/** A parameter of the node or a field of the credential that cannot be used; nothing was sent. */
	| 'invalidParameter'
	/** Anything else, such as a full disk: the message is the original one. */
	| 'internal';

/** What a failure tells beside its reason and message. */
export interface FailureDetails {
	/** What to check, in the words of the Arcules portal. */
	readonly description: string;
	/** Status of the last answer, when there was one. */
	readonly httpStatus?: number | undefined;
	/** How often it was asked; 0 when nothing was sent. */
	readonly attempts?: number;
	/** Whether the account itself was refused, so that asking for another camera would fail the same way. */
	readonly concernsAccount?: boolean;
}

/** A failure told in a sentence for the user. Carries neither the request nor the answer, so no secret can leak. */
export class ArculesError extends Error {
	override readonly name = 'ArculesError';

	readonly description: string;

	readonly httpStatus: number | undefined;

	readonly attempts: number;

	readonly concernsAccount: boolean;

	constructor(
		readonly reason: Reason,
		message: string,
		details: FailureDetails,
	) {
		super(message);
		this.description = details.description;
		this.httpStatus = details.httpStatus;
		this.attempts = details.attempts ?? 0;
		this.concernsAccount = details.concernsAccount ?? false;
	}

	/** The same failure, told of something: `Camera "Lobby" gave no picture: …`. */
	retold(message: string, changes: Partial<FailureDetails> = {}): ArculesError {
		return new ArculesError(this.reason, message, { ...this, ...changes });
	}
}

/** Refuses a value the user has typed or an expression has given; nothing was sent. */
export function invalidParameter(message: string, description: string): ArculesError {
	return new ArculesError('invalidParameter', message, { description });
}

/** Makes an {@link ArculesError} of whatever was thrown. */
export function toArculesError(thrown: unknown): ArculesError {
	if (thrown instanceof ArculesError) return thrown;
	const refused = findSignInError(thrown);
	if (refused !== undefined) {
		const { reason, message, description, httpStatus } = refused;
		return new ArculesError(reason, message, { description, httpStatus, concernsAccount: true });
	}
	if (thrown instanceof NodeError) {
		return invalidParameter(
			thrown.message,
			thrown.description ?? 'Check the parameters of the node.',
		);
	}
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	return new ArculesError('internal', message, {
		description: 'This did not come from Arcules. The log of n8n may tell more.',
	});
}

/** Runs `work` and hands back its failure as a value, so that callers decide in one place what a failure means. */
export async function settle<T>(work: () => Promise<T>): Promise<T | ArculesError> {
	try {
		return await work();
	} catch (thrown) {
		return toArculesError(thrown);
	}
}

/** What was asked for, in the words of an error text. */
export type Subject = 'camera' | 'deviceList';

type StatusReason = 'unauthorized' | 'forbidden' | 'notFound' | 'rateLimited' | 'unavailable';

const WHAT_ARCULES_DOES: Readonly<Record<StatusReason, Readonly<Record<Subject, string>>>> = {
	unauthorized: { camera: 'refused the account', deviceList: 'refused the account' },
	forbidden: {
		camera: 'does not let this account see this camera',
		deviceList: 'does not let this account see them',
	},
	notFound: { camera: 'does not know this camera', deviceList: 'does not know this address' },
	rateLimited: {
		camera: 'is receiving too many requests from this account',
		deviceList: 'is receiving too many requests from this account',
	},
	unavailable: {
		camera: 'could not deliver it right now',
		deviceList: 'could not answer right now',
	},
};

const WHAT_TO_CHECK: Readonly<Record<StatusReason, Readonly<Record<Subject, string>>>> = {
	unauthorized: {
		camera:
			'Check in the Arcules portal that the account still exists, has the API User role, and is not a single sign-on account.',
		deviceList:
			'Check in the Arcules portal that the account still exists, has the API User role, and is not a single sign-on account.',
	},
	forbidden: {
		camera:
			'In the Arcules portal, check that the account has the API User role and that the site and location of this camera are assigned to it.',
		deviceList:
			'In the Arcules portal, check that the account has the API User role and that sites and locations are assigned to it.',
	},
	notFound: {
		camera:
			'Check the channel ID: it is the ID of a device of type video, and follows “selected=” in the address of the Arcules portal. The account must have access to the site and location of the camera.',
		deviceList: 'Check the Base URL of the credential: it usually ends with /v1',
	},
	rateLimited: {
		camera: 'Lower Requests per Minute, or run the workflow less often.',
		deviceList: 'Run the workflow less often, or lower Requests per Minute where a node has it.',
	},
	unavailable: {
		camera:
			'Check in the Arcules portal that the camera is online. A camera behind a gateway needs the gateway online too.',
		deviceList: 'Arcules may be busy or under maintenance. Try again in a few minutes.',
	},
};

/**
 * The failure that an HTTP status tells of. The API does not document its error statuses, so they are classified by
 * class, and the server's own words are passed on.
 *
 * @param said the server's own error text, or an empty string
 */
export function statusError(subject: Subject, httpStatus: number, said: string): ArculesError {
	const reason = reasonOfStatus(httpStatus);
	const quoted = said === '' ? '' : `: “${said}”`;
	return new ArculesError(
		reason,
		`Arcules ${WHAT_ARCULES_DOES[reason][subject]} (status ${httpStatus})${quoted}`,
		{ description: WHAT_TO_CHECK[reason][subject], httpStatus },
	);
}

function reasonOfStatus(status: number): StatusReason {
	if (status === 401) return 'unauthorized';
	if (status === 403) return 'forbidden';
	// An unknown id may be answered 400 or 422 as well: not documented.
	if ([400, 404, 410, 422].includes(status)) return 'notFound';
	if (status === 429) return 'rateLimited';
	return 'unavailable';
}
