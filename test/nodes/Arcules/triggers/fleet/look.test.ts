/**
 * What one look at a camera says, and about whom.
 */
import type { Connection } from '../../../../../nodes/Arcules/api/connection';
import { ArculesError, type Reason } from '../../../../../nodes/Arcules/api/errors';
import { lookAt } from '../../../../../nodes/Arcules/triggers/fleet/look';

const failure = jest.fn<ArculesError, []>();

jest.mock('../../../../../nodes/Arcules/api/thumbnail', () => ({
	liveThumbnail: async () => {
		await Promise.resolve();
		throw failure();
	},
}));

const TIMEOUT_MS = 50;

async function lookThatFails(
	reason: Reason,
	details: Partial<ConstructorParameters<typeof ArculesError>[2]> = {},
) {
	failure.mockReturnValue(
		new ArculesError(reason, 'It failed', { description: '', attempts: 1, ...details }),
	);
	// Stands for the connection: the request to it is replaced.
	const connection: Connection = Object.create(null);
	const needs = { hash: false, analysis: false };
	return await lookAt(connection, 'id', needs, TIMEOUT_MS, new AbortController().signal);
}

test('is about the camera when that has failed, and says whether Arcules itself answered', async () => {
	expect(await lookThatFails('unavailable', { httpStatus: 503 })).toEqual({
		kind: 'failed',
		observation: { kind: 'noPicture', reason: 'unavailable', httpStatus: 503 },
		isAnswered: true,
	});
	expect(await lookThatFails('timeout')).toMatchObject({ kind: 'failed', isAnswered: false });
});

test.each<Reason>(['unauthorized', 'forbidden', 'rateLimited', 'network'])(
	'is doubtful when it may be about the account or the connection: %s',
	async (reason) => {
		expect(await lookThatFails(reason)).toMatchObject({ kind: 'doubtful' });
	},
);

test.each<Reason>(['timeout', 'rateLimited'])(
	'is none when the camera was not asked at all: %s',
	async (reason) => {
		expect(await lookThatFails(reason, { attempts: 0 })).toEqual({ kind: 'none' });
	},
);

test('is none when the time was over before the camera could answer', async () => {
	expect(await lookThatFails('cancelled', { attempts: 0 })).toEqual({ kind: 'none' });
	expect(await lookThatFails('cancelled')).toEqual({ kind: 'none' });
	expect(await lookThatFails('invalidChannelId')).toEqual({ kind: 'none' });
});

test('is a missed deadline when the time was over before a camera that never answers was asked again', async () => {
	const now = jest.spyOn(Date, 'now');
	now.mockReturnValueOnce(1_000).mockReturnValueOnce(1_000 + TIMEOUT_MS);
	expect(await lookThatFails('cancelled')).toEqual({
		kind: 'failed',
		observation: { kind: 'noPicture', reason: 'timeout', httpStatus: undefined },
		isAnswered: false,
	});
	now.mockRestore();
});

test('is none when the time was over while the camera waited for its turn, however long', async () => {
	const now = jest.spyOn(Date, 'now');
	now.mockReturnValueOnce(1_000).mockReturnValueOnce(1_000 + TIMEOUT_MS);
	expect(await lookThatFails('cancelled', { attempts: 0 })).toEqual({ kind: 'none' });
	now.mockRestore();
});

test.each<[string, Reason, boolean]>([
	['the account is refused', 'unauthorized', true],
	['n8n itself fails', 'internal', false],
])('ends the check when %s', async (_name, reason, concernsAccount) => {
	await expect(lookThatFails(reason, { concernsAccount })).rejects.toThrow('It failed');
});
