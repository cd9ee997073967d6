// The answers that the 'frozen' fault repeats.
import type { Answer } from './answers';

/** Remembers the first answer of each call and repeats its body under fresh headers. */
export class FrozenAnswers {
	private readonly answers = new Map<string, Promise<Answer>>();

	/** The remembered answer; the first call makes it. */
	async get(key: string, make: () => Promise<Answer>): Promise<Answer> {
		const remembered = this.answers.get(key) ?? make();
		this.answers.set(key, remembered);
		const frozen = await remembered;
		const isDated = frozen.headers['last-modified'] !== undefined;
		const fresh = isDated ? { 'last-modified': new Date().toUTCString() } : {};
		return { ...frozen, headers: { ...frozen.headers, ...fresh } };
	}

	/** Forgets the answer of one call, so that its next frozen answer is a new one. */
	forget(key: string): void {
		this.answers.delete(key);
	}

	/** Forgets everything, so that the next frozen answers are new ones. */
	clear(): void {
		this.answers.clear();
	}
}
