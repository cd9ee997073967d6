/**
 * The rules of paging, on pages that are made up: what is asked for, what counts as the next page, and where it ends.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Requester } from '../../../../nodes/Arcules/api/connection';
import { ArculesError } from '../../../../nodes/Arcules/api/errors';
import { devicePages, type ListingPosition } from '../../../../nodes/Arcules/api/paging';

const BASE_URL = 'https://msapi.arcules.com/v1';

interface Page {
	readonly devices: readonly IDataObject[];
	readonly page?: IDataObject;
}

const page = (ids: readonly unknown[], next: unknown = null, current = ''): Page => ({
	devices: ids.map((id) => ({ id: Object(id) === id ? undefined : String(id), ...Object(id) })),
	page: { current, next: typeof next === 'string' ? next : null },
});

const REJECTED = { status: 422 };

/** A listing that asks for as many pages more than there are has no end. */
const MAX_MORE_PAGES = 12;

const goesOn = () => new Error('The listing went on and on');

/** A server that gives one page after the other, the last one again and again, and notes what it was asked. */
function serverOf(...answers: ReadonlyArray<Page | typeof REJECTED>) {
	const urls: string[] = [];
	const guesses: boolean[] = [];
	const connection: Requester = {
		baseUrl: BASE_URL,
		holdsSecret: (text) => text.includes('pass-phrase'),
		request: async ({ url, parse, isGuess = false }) => {
			const answer = answers[urls.length] ?? answers.at(-1);
			urls.push(url);
			if (urls.length > answers.length + MAX_MORE_PAGES) throw goesOn();
			guesses.push(isGuess);
			if (answer === undefined || 'status' in answer) {
				throw new ArculesError('notFound', 'Rejected', {
					description: 'Nothing to be done.',
					httpStatus: answer?.status,
				});
			}
			const bytes = Buffer.from(JSON.stringify(answer));
			const header = () => undefined;
			const arrivedAt = new Date(0);
			const whole = { status: 200, header, bytes, isWhole: true, arrivedAt, secrets: [] };
			return { value: parse(whole), attempts: 1 };
		},
	};
	return { connection, urls, guesses };
}

/** The ids that came, or names where there are none, and the message of the failure that ended it. */
async function listed({ connection }: ReturnType<typeof serverOf>, from?: ListingPosition) {
	const ids: unknown[] = [];
	let error: unknown;
	try {
		for await (const { devices } of devicePages(connection, new AbortController().signal, from)) {
			ids.push(...devices.map(({ id, name }) => id ?? name));
		}
	} catch (thrown) {
		error = thrown;
	}
	return { ids, error: error instanceof ArculesError ? error : undefined };
}

const failure = (why: string) => ({
	reason: 'unavailable',
	message: `Arcules did not give the next page of devices: ${why}`,
	description:
		'The list would not be complete, so nothing is handed on. Please report this: the paging of the Arcules API is not documented and may have changed.',
});

const asked = (...queries: string[]) => queries.map((query) => `${BASE_URL}/devices${query}`);

describe('The parameter for the cursor', () => {
	test('is looked for by trying, in order, and kept once it is known', async () => {
		const first = page(['a'], 'x/1 2');
		const server = serverOf(first, first, REJECTED, page(['b'], 'y'), page(['c']));

		expect(await listed(server)).toEqual({ ids: ['a', 'b', 'c'], error: undefined });
		expect(server.urls).toEqual(
			asked('', '?cursor=x%2F1%202', '?page=x%2F1%202', '?next=x%2F1%202', '?next=y'),
		);
		expect(server.guesses).toEqual([false, true, true, true, true]);
	});

	test.each([400, 422])('is another one when the server answers %i', async (status) => {
		const server = serverOf(page(['a'], 'x'), { status }, page(['b']));
		expect((await listed(server)).ids).toEqual(['a', 'b']);
	});

	test('is not the matter when the server answers anything else', async () => {
		const server = serverOf(page(['a'], 'x'), { status: 404 }, page(['b']));
		expect((await listed(server)).error?.message).toContain('Rejected');
		expect(server.urls).toHaveLength(2);
	});

	test('is told to be unknown when nothing works', async () => {
		const { error } = await listed(serverOf(page(['a'], 'x')));
		expect(error).toMatchObject(
			failure('it understood none of the parameters cursor, page, next, pageToken, after'),
		);
	});
});

describe('A page counts as the next one', () => {
	test('when it echoes the cursor, though it has nothing new', async () => {
		const server = serverOf(page(['a'], 'x'), page(['a'], 'y', 'x'), page(['b'], null, 'y'));
		expect((await listed(server)).ids).toEqual(['a', 'b']);
		expect(server.urls).toEqual(asked('', '?cursor=x', '?cursor=y'));
	});

	test('when one of its devices is new', async () => {
		const server = serverOf(page(['a', 'b'], 'x'), page(['b', 'c']));
		expect((await listed(server)).ids).toEqual(['a', 'b', 'c']);
	});

	test('when it is empty, once the parameter is known, and not before', async () => {
		const known = serverOf(page(['a'], 'x'), page(['b'], 'y'), page([]));
		expect(await listed(known)).toEqual({ ids: ['a', 'b'], error: undefined });

		const unknown = serverOf(page(['a'], 'x'), page([]));
		expect((await listed(unknown)).error).toMatchObject(
			failure('it understood none of the parameters cursor, page, next, pageToken, after'),
		);
	});

	test('never when it has only devices that came before, though the parameter is known', async () => {
		const server = serverOf(page(['a'], 'x'), page(['b'], 'y'), page(['a']));
		expect((await listed(server)).error).toMatchObject(
			failure('it understood none of the parameters cursor'),
		);
	});

	test('and devices without an id are told apart by all that is known of them', async () => {
		const [one, two] = [{ name: 'one' }, { name: 'two' }];
		const server = serverOf(page([one], 'x'), page([one, two]));
		expect((await listed(server)).ids).toEqual(['one', 'two']);
	});
});

describe('A next page that is an address', () => {
	test.each([
		[`${BASE_URL}/devices?x=1`, `${BASE_URL}/devices?x=1`],
		['//msapi.arcules.com/v1/other', `${BASE_URL}/other`],
		['HTTPS://MSAPI.ARCULES.COM/v1/devices', `${BASE_URL}/devices`],
		['?after=1', `${BASE_URL}/devices?after=1`],
		['/v1/devices', `${BASE_URL}/devices`],
		['devices', `${BASE_URL}/devices`],
		['devices?x', `${BASE_URL}/devices?x`],
		['/v1/devices?x', `${BASE_URL}/devices?x`],
		['/v1/more/devices?x', `${BASE_URL}/more/devices?x`],
	])('such as %s is followed', async (next, url) => {
		const server = serverOf(page(['a'], next), page(['b']));
		expect((await listed(server)).ids).toEqual(['a', 'b']);
		expect(server.urls[1]).toBe(url);
		expect(server.guesses).toEqual([false, false]);
	});

	test.each([
		'/v1/devicesMore',
		'/v1/other?x=/devices',
		'/x#/devices',
		'devicesMore?x',
		'more/devices?x',
		'x?y',
		'see https://msapi.arcules.com/v1/devices',
		'ftp://msapi.arcules.com/v1/devices',
		'https://[/devices',
	])('is none when it is %s, but a cursor', async (next) => {
		const server = serverOf(page(['a'], next), page(['b']));
		expect((await listed(server)).ids).toEqual(['a', 'b']);
		expect(server.urls[1]).toBe(`${BASE_URL}/devices?cursor=${encodeURIComponent(next)}`);
	});

	test.each([
		[
			'https://elsewhere.example.com/v1/devices',
			'it named another server for it, elsewhere.example.com',
		],
		['https://pass-phrase.example.com/v1/devices', 'it named another server for it'],
		['http://msapi.arcules.com/v1/devices', 'it named another server for it, msapi.arcules.com'],
		[
			`https://${'x'.repeat(60)}.${'y'.repeat(60)}.example.com/`,
			`it named another server for it, ${'x'.repeat(60)}.${'y'.repeat(19)}`,
		],
		['https://me@msapi.arcules.com/v1/devices', 'it named an address with a user name for it'],
		['https://:p@msapi.arcules.com/v1/devices', 'it named an address with a user name for it'],
		['https://msapi.arcules.com/v2/devices', 'it named an address outside the Base URL for it'],
		['/v1/../devices', 'it named an address outside the Base URL for it'],
		['/devices', 'it named an address outside the Base URL for it'],
	])('such as %s is refused', async (next, why) => {
		const server = serverOf(page(['a'], next), page(['b']));
		expect((await listed(server)).error).toMatchObject(failure(why));
		expect(server.urls).toHaveLength(1);
	});

	test('is refused when it leads to what came before', async () => {
		const server = serverOf(page(['a'], '?x=1'), page(['a']));
		expect((await listed(server)).error).toMatchObject(
			failure('it sent devices that were listed before'),
		);
	});

	test('may be empty once a parameter is known', async () => {
		const server = serverOf(page(['a'], 'x'), page(['b'], '?y=1'), page([]));
		expect(await listed(server)).toEqual({ ids: ['a', 'b'], error: undefined });
	});

	test('does not make a known parameter forgotten', async () => {
		const echo = page(['b'], '?y=1', 'x');
		const server = serverOf(page(['a'], 'x'), REJECTED, echo, page(['c'], 'z'), page(['d']));
		expect((await listed(server)).ids).toEqual(['a', 'b', 'c', 'd']);
		expect(server.urls.at(-1)).toBe(`${BASE_URL}/devices?page=z`);
	});
});

describe('A list that does not end', () => {
	/** Pages one after the other, each of as many new devices. */
	const endless = (pages: number, devicesPerPage: number, bytesPerDevice = 0) => {
		let count = 0;
		const server = serverOf();
		const connection: Requester = {
			...server.connection,
			request: async ({ parse }) => {
				if (count > pages + MAX_MORE_PAGES) throw goesOn();
				const first = count++ * devicesPerPage;
				const devices = Array.from({ length: devicesPerPage }, (_, index) => ({
					id: String(first + index),
				}));
				const current = count === 1 ? '' : String(count - 1);
				const text = JSON.stringify({ devices, page: { current, next: String(count) } });
				const bytes = Buffer.from(text.padEnd(bytesPerDevice * devicesPerPage));
				const header = () => undefined;
				const arrivedAt = new Date(0);
				const whole = { status: 200, header, bytes, isWhole: true, arrivedAt, secrets: [] };
				return { value: parse(whole), attempts: 1 };
			},
		};
		return { ...server, connection };
	};

	test.each([
		['10000 pages', endless(10_000, 1), 10_000],
		['200000 devices', endless(10, 20_000), 200_000],
		['100 MiB', endless(10, 1, 10 * 1024 * 1024), 10],
		['11 pages in a row without a new device', endless(11, 0), 0],
	])('ends in an error after %s', async (what, server, count) => {
		const { ids, error } = await listed(server);
		expect(error).toMatchObject(failure(`the list does not end (${what})`));
		expect(ids).toHaveLength(count);
	});

	test('is one that names a page twice', async () => {
		const server = serverOf(page(['a'], 'x'), page(['b'], 'x'), page(['c']));
		expect((await listed(server)).error).toMatchObject(failure('it named the same page twice'));
	});

	test('is not one with ten empty pages in it', async () => {
		const empty = Array.from({ length: 10 }, (_, index) =>
			page([], String(index + 1), String(index)),
		);
		const server = serverOf(page(['a'], '0'), ...empty, page(['z'], null, '10'));
		expect(await listed(server)).toEqual({ ids: ['a', 'z'], error: undefined });

		const emptyAtTheEnd = serverOf(page(['a'], '0'), ...empty, page([], null, '10'));
		expect(await listed(emptyAtTheEnd)).toEqual({ ids: ['a'], error: undefined });
	});
});

describe('A listing that goes on', () => {
	const positionAfter = async (pages: number, server: ReturnType<typeof serverOf>) => {
		const positions: Array<ListingPosition | undefined> = [];
		const signal = new AbortController().signal;
		for await (const { position } of devicePages(server.connection, signal)) {
			positions.push(position);
			if (positions.length === pages) break;
		}
		return positions.at(-1);
	};

	test('says where it stands, as plain data', async () => {
		const server = serverOf(page(['a'], 'x'), page(['b'], 'y'), page(['c']));
		expect({ ...(await positionAfter(1, server)) }).toStrictEqual({
			next: 'x',
			seenCursors: [],
			seenDevices: ['a'],
		});
		const again = serverOf(page(['a'], 'x'), page(['b'], 'y'), page(['c']));
		expect({ ...(await positionAfter(2, again)) }).toEqual({
			next: 'y',
			parameter: 'cursor',
			seenCursors: ['x'],
			seenDevices: ['a', 'b'],
		});
		expect(await positionAfter(3, serverOf(page(['a'])))).toBeUndefined();
	});

	test('remembers cursors, devices and the parameter', async () => {
		const position = { next: 'y', parameter: 'after', seenCursors: ['x'], seenDevices: ['a'] };
		const server = serverOf(page(['a', 'b'], 'z'), page(['c']));
		expect((await listed(server, position)).ids).toEqual(['b', 'c']);
		expect(server.urls).toEqual(asked('?after=y', '?after=z'));

		const back = serverOf(page(['b'], 'x'));
		expect((await listed(back, position)).error).toMatchObject(
			failure('it named the same page twice'),
		);
	});
});
