// Remembers what has to be undone, and undoes it in reverse order.

type Undo = () => void | Promise<void>;

/** A stack of things to undo at the end. */
export class CleanUp {
	private readonly undos: Undo[] = [];

	add(undo: Undo): void {
		this.undos.push(undo);
	}

	isEmpty(): boolean {
		return this.undos.length === 0;
	}

	/** Undoes everything; one failure does not keep the rest from being undone. */
	async run(): Promise<void> {
		for (let undo = this.undos.pop(); undo; undo = this.undos.pop()) {
			await Promise.resolve()
				.then(undo)
				.catch(() => {});
		}
	}
}
