// Opens what tests need before them, and closes it after them.

interface Closable {
	close(): Promise<void>;
}

const opened = <T>(thing: T | undefined): T => {
	if (thing === undefined) throw new Error('It is open only while the tests run.');
	return thing;
};

/** For all tests of a describe block; answers with what gets at it in a test. */
export function openForAll<T extends Closable>(
	open: () => Promise<T>,
	timeoutMs?: number,
): () => T {
	let thing: T | undefined;
	beforeAll(async () => void (thing = await open()), timeoutMs);
	afterAll(async () => await thing?.close(), timeoutMs);
	return () => opened(thing);
}

/** A new one for each test of a describe block; answers with what gets at it in a test. */
export function openForEach<T extends Closable>(open: () => Promise<T>): () => T {
	let thing: T | undefined;
	beforeEach(async () => void (thing = await open()));
	afterEach(async () => await thing?.close());
	return () => opened(thing);
}
