// Whom the doctor examines: an account out of the environment, or typed in.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { DEFAULT_BASE_URL } from '../../nodes/Arcules/api/account';

/** What the user types into the credential in n8n. */
export interface AccountInput {
	readonly email: string;
	readonly password: string;
	readonly baseUrl: string;
}

/** Something is missing that only the user knows; nothing was sent. */
export class InputError extends Error {}

/** Asks for an answer on the terminal; shows nothing of a hidden one. */
async function ask(question: string, isHidden: boolean): Promise<string> {
	const output = new Writable({
		write: (chunk, _encoding, done) => {
			if (!isHidden) process.stdout.write(chunk);
			done();
		},
	});
	// What is not shown is not edited on the line either, so the question stays as it is.
	if (isHidden) process.stdout.write(question);
	const lines = createInterface({ input: process.stdin, output, terminal: true });
	try {
		return await lines.question(isHidden ? '' : question);
	} finally {
		lines.close();
		if (isHidden) process.stdout.write('\n');
	}
}

/**
 * Reads the account from the environment, and asks on the terminal for what is missing.
 *
 * @throws {InputError} when it is missing, and there is no terminal to ask on
 */
export async function readAccount(
	env: NodeJS.ProcessEnv,
	baseUrl: string | undefined,
	hasTerminal: boolean,
): Promise<AccountInput> {
	const { ARCULES_EMAIL: email, ARCULES_PASSWORD: password, ARCULES_BASE_URL } = env;
	const answerOf = async (name: string, question: string, isHidden: boolean) => {
		const answer = hasTerminal ? await ask(question, isHidden) : '';
		if (answer !== '') return answer;
		throw new InputError(
			`${name} is not set. Set both ARCULES_EMAIL and ARCULES_PASSWORD to the account that n8n signs in with, or start the doctor on a terminal to be asked for them.`,
		);
	};
	return {
		email: email || (await answerOf('ARCULES_EMAIL', 'Email of the Arcules account: ', false)),
		password: password || (await answerOf('ARCULES_PASSWORD', 'Password (not shown): ', true)),
		baseUrl: baseUrl || ARCULES_BASE_URL || DEFAULT_BASE_URL,
	};
}
