/**
 * What can go wrong between n8n and Arcules: one error class, and one table of its reasons.
 */
import { ExpressionError, NodeError } from 'n8n-workflow';
import { property } from './response';

/** Whom a failure is about, as far as its reason alone tells. */
export type FailureSubject =
	/** The camera, or the way from Arcules to it. */
	| 'camera'
	/** The rights of the account: for this camera, or for all of them. */
	| 'access'
	/** The number of requests of the account. */
	| 'quota'
	/** The way from n8n to Arcules. */
	| 'connection'
	/** A parameter or the credential: nothing was sent. */
	| 'parameters'
	/** n8n itself. */
	| 'n8n'
	/** The execution, which was stopped. */
	| 'execution';

/** Every reason there is. The words stand in the output items, so workflows branch on them. */
const SUBJECTS = {
	unauthorized: 'access',
	forbidden: 'access',
	notFound: 'camera',
	rateLimited: 'quota',
	unavailable: 'camera',
	timeout: 'camera',
	network: 'connection',
	notAnImage: 'camera',
	incomplete: 'camera',
	stale: 'camera',
	tooLarge: 'camera',
	invalidChannelId: 'parameters',
	invalidParameter: 'parameters',
	/** Anything unforeseen, such as a full disk: the message is the original one. */
	internal: 'n8n',
	cancelled: 'execution',
} as const satisfies Readonly<Record<string, FailureSubject>>;

/** Why there is no picture or no list. */
export type Reason = keyof typeof SUBJECTS;

/** What a failure holds beside its reason and message. */
export interface FailureDetails {
	/** What to check, in the words of the Arcules portal. */
	readonly description: string;
	/** Status of the last answer, when there was one. */
	readonly httpStatus?: number | undefined;
	/** How often it was asked; 0 when nothing was sent. */
	readonly attempts?: number | undefined;
	/** Whether the account itself was refused, so that asking for another camera would fail the same way. */
	readonly concernsAccount?: boolean | undefined;
	/** Whether the same request may succeed in a moment. */
	readonly isTransient?: boolean | undefined;
	/** How long the server asked to wait. */
	readonly retryAfterMs?: number | undefined;
}

/**
 * A failure in a sentence for the user.
 *
 * It holds neither the request nor the answer, so that no secret can leak, and no `response`: n8n calls the sign-in a
 * second time when it finds `response.status === 401` on what the sign-in threw.
 */
export class ArculesError extends Error {
	override readonly name = 'ArculesError';

	readonly description: string;

	readonly httpStatus: number | undefined;

	readonly attempts: number;

	readonly concernsAccount: boolean;

	readonly isTransient: boolean;

	readonly retryAfterMs: number | undefined;

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
		this.isTransient = details.isTransient ?? false;
		this.retryAfterMs = details.retryAfterMs;
	}

	get subject(): FailureSubject {
		return SUBJECTS[this.reason];
	}

	/** What happened and what to do, for where there is room for one text alone: in an item. */
	get explanation(): string {
		const { message, description } = this;
		if (description === '' || message.includes(description)) return message;
		return `${message}${/[.!?]$/.test(message) ? '' : '.'} ${description}`;
	}

	withMessage(message: string): ArculesError {
		return new ArculesError(this.reason, message, this);
	}

	with(changes: Partial<FailureDetails>): ArculesError {
		return new ArculesError(this.reason, this.message, { ...this, ...changes });
	}
}

/** Refuses a value that the user has typed or an expression has given; nothing was sent. */
export function invalidParameter(message: string, description: string): ArculesError {
	return new ArculesError('invalidParameter', message, { description });
}

/** Makes an {@link ArculesError} of whatever was thrown; n8n's request helper wraps what a sign-in threw. */
export function toArculesError(thrown: unknown): ArculesError {
	const known = findArculesError(thrown);
	if (known !== undefined) return known;
	if (thrown instanceof NodeError) {
		return invalidParameter(
			thrown.message,
			thrown.description ?? 'Check the parameters of the node.',
		);
	}
	if (thrown instanceof ExpressionError) {
		return invalidParameter(
			`An expression in the node does not work: ${thrown.message}`,
			'Open the node: n8n shows below the parameter what is wrong with its expression.',
		);
	}
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	return new ArculesError('internal', message, {
		description: 'This did not come from Arcules. The log of n8n may tell more.',
	});
}

/** Finds an {@link ArculesError} among the causes of what was thrown. */
export function findArculesError(thrown: unknown): ArculesError | undefined {
	if (thrown instanceof ArculesError) return thrown;
	const cause = property(thrown, 'cause');
	return cause === undefined ? undefined : findArculesError(cause);
}

/** Runs `work` and returns its failure as a value, so that callers decide in one place what a failure means. */
export async function settle<T>(work: () => Promise<T>): Promise<T | ArculesError> {
	try {
		return await work();
	} catch (thrown) {
		return toArculesError(thrown);
	}
}
