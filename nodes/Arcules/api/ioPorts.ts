/**
 * The states of I/O ports: `GET /ioports`, in as many requests as it takes.
 *
 * The vendor's article "Public API: I/O Ports" tells of the call and of the roles. It does not tell how many ids one call
 * takes, nor what an unknown id is answered with, nor the unit of `lastUpdated`.
 */
import type { IDataObject } from 'n8n-workflow';
import { mapConcurrently } from '../concurrency/mapConcurrently';
import type { Connection } from './connection';
import { ArculesError, settle } from './errors';
import type { ApiResponse } from './request';
import { property, quoted, serverMessage } from './response';
import { DEFAULT_SETTINGS } from './settings';
import { type EndpointTexts, TOO_MANY_REQUESTS } from './statusError';
import { jsonOf } from './text';

/** How many ids one request asks for: a guess. */
const MAX_IDS_PER_REQUEST = 50;

/** Addresses above 2,000 characters are refused by some proxies; the rest of the address needs some of them. */
const MAX_IDS_LENGTH = 1_900;

/** How often a refused request for many ids is split in two, to find the id that it was refused for. */
const MAX_SPLITS = 12;

/** Statuses that may be about one id among many, or about their number. */
const SPLITTING_STATUSES: readonly number[] = [400, 404, 410, 413, 414, 422, 431];

/** `lastUpdated` is milliseconds by arithmetic. What is not between these, 2000 and 2100, was counted in another way. */
const MIN_TIME_MS = Date.UTC(2000, 0);
const MAX_TIME_MS = Date.UTC(2100, 0);

const NEEDED_ROLES = 'it needs both roles, API User and I/O Relay Operator';

const CHECK_ACCESS =
	'In the Arcules portal, check that the account has the roles API User and I/O Relay Operator, and that the site and location of the port are assigned to it.';

const TEXTS: EndpointTexts = {
	unauthorized: {
		happened: `refuses it, although the account has signed in; ${NEEDED_ROLES}`,
		check: CHECK_ACCESS,
	},
	forbidden: {
		happened: `does not let this account see it; ${NEEDED_ROLES}`,
		check: CHECK_ACCESS,
	},
	notFound: {
		happened: 'does not know this I/O port',
		check:
			'Check the port ID. Only devices behind a gateway have I/O ports, and the account must have access to the site and location of the device.',
	},
	rateLimited: {
		happened: TOO_MANY_REQUESTS,
		check: 'Lower Requests per Minute, or run the workflow less often.',
	},
	unavailable: {
		happened: 'could not tell its state right now',
		check: 'Check in the Arcules portal that the device of the port and its gateway are online.',
	},
};

/** What Arcules says of one port. */
export interface PortState {
	/** Whatever it is; only `low` is documented. `null` when it is not told. */
	readonly state: IDataObject[string];
	/** In ISO 8601; `undefined` when it is not told, or not in milliseconds. */
	readonly lastUpdated: string | undefined;
	/** All that Arcules says of the port. */
	readonly raw: IDataObject;
}

/** The state of a port, or why there is none. */
export type PortResult = PortState | ArculesError;

/**
 * Asks for the states of ports. Never throws: what fails, fails for the ports that were asked for with it.
 *
 * @param ids checked, see `leadsAstray`; without commas
 * @param signal ends the requests
 * @returns what each of the ids has come to
 */
export async function portStates(
	connection: Connection,
	ids: readonly string[],
	signal: AbortSignal,
): Promise<(id: string) => PortResult> {
	const chunks = chunksOf([...new Set(ids)]);
	const results = await mapConcurrently(chunks, DEFAULT_SETTINGS.concurrency, async (chunk) => {
		let splits = 0;
		const maySplit = () => ++splits <= MAX_SPLITS;
		return await statesOfChunk(connection, chunk, signal, maySplit);
	});
	const found = new Map(results.flat());
	return (id) => found.get(id) ?? notKnown();
}

/** As many ids together as one request takes. */
function chunksOf(ids: readonly string[]): string[][] {
	const chunks: string[][] = [];
	let latest: string[] = [];
	let length = 0;
	for (const id of ids) {
		const idLength = encodeURIComponent(id).length + 1;
		const fits = latest.length < MAX_IDS_PER_REQUEST && length + idLength <= MAX_IDS_LENGTH;
		if (!fits || latest.length === 0) {
			chunks.push((latest = []));
			length = 0;
		}
		latest.push(id);
		length += idLength;
	}
	return chunks;
}

/** One id that is refused must not cost the others their answer, so it is looked for by halving. */
async function statesOfChunk(
	connection: Connection,
	ids: readonly string[],
	signal: AbortSignal,
	maySplit: () => boolean,
): Promise<Array<readonly [string, PortResult]>> {
	const answer = await settle(async () => await askForStates(connection, ids, signal));
	if (!(answer instanceof ArculesError)) return ids.map((id) => [id, resultIn(answer, id)]);
	const isSplit = ids.length > 1 && SPLITTING_STATUSES.includes(answer.httpStatus ?? 0);
	if (!isSplit) return ids.map((id) => [id, answer]);
	if (!maySplit()) return ids.map((id) => [id, refusedTogether(answer, ids.length)]);
	const middle = Math.ceil(ids.length / 2);
	return [
		...(await statesOfChunk(connection, ids.slice(0, middle), signal, maySplit)),
		...(await statesOfChunk(connection, ids.slice(middle), signal, maySplit)),
	];
}

function refusedTogether(error: ArculesError, count: number): ArculesError {
	return error.withMessage(
		`it was asked for with ${count - 1} others, and too many of them were refused to find out which: ${error.message}`,
	);
}

/** What was answered for each id that the answer has. */
type Answer = ReadonlyMap<string, unknown>;

async function askForStates(
	connection: Connection,
	ids: readonly string[],
	signal: AbortSignal,
): Promise<Answer> {
	const portIds = ids.map(encodeURIComponent).join(',');
	const served = await settle(
		async () =>
			await connection.request(
				{
					endpoint: 'ioPorts',
					method: 'GET',
					url: `${connection.baseUrl}/ioports?portIds=${portIds}`,
					accept: 'application/json',
					texts: TEXTS,
					parse: (response) => parseAnswer(response, ids),
				},
				signal,
			),
	);
	if (!(served instanceof ArculesError)) return served.value;
	// An answer that cannot be unpacked is no picture anywhere else.
	throw served.reason === 'notAnImage'
		? new ArculesError('unavailable', served.message, served)
		: served;
}

/**
 * A map keyed by port id. One without any of the ids is that only when it is empty: many services say in such an object
 * that something went wrong.
 */
function parseAnswer(
	{ bytes, header, status, secrets }: ApiResponse,
	ids: readonly string[],
): Answer {
	const body = jsonOf(bytes, header('content-type'));
	if (isObject(body)) {
		const known = ids.filter((id) => Object.hasOwn(body, id));
		if (known.length > 0 || Object.keys(body).length === 0) {
			return new Map(known.map((id) => [id, property(body, id)]));
		}
	}
	const message = quoted(serverMessage(bytes, secrets));
	throw new ArculesError(
		'unavailable',
		`the server did not answer like the Arcules API${message}`,
		{
			description:
				'The states of I/O ports were expected, by their IDs. Check that no proxy or login page stands between n8n and Arcules, and the Base URL of the credential: it usually ends with /v1',
			httpStatus: status,
			isTransient: true,
		},
	);
}

function resultIn(answer: Answer, id: string): PortResult {
	const raw = answer.get(id) ?? undefined;
	if (raw === undefined) return notKnown();
	if (isObject(raw)) {
		return { state: raw.state ?? null, lastUpdated: isoTime(raw.lastUpdated), raw };
	}
	return new ArculesError('unavailable', 'what Arcules says of it cannot be understood', {
		description: TEXTS.unavailable.check,
		httpStatus: 200,
	});
}

function notKnown(): ArculesError {
	const { happened, check } = TEXTS.notFound;
	return new ArculesError('notFound', `Arcules ${happened}`, {
		description: check,
		httpStatus: 200,
	});
}

function isoTime(value: unknown): string | undefined {
	const isTime = typeof value === 'number' && value >= MIN_TIME_MS && value <= MAX_TIME_MS;
	return isTime ? new Date(value).toISOString() : undefined;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
