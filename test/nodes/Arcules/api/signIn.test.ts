/**
 * One sign-in, and what its answer means; through n8n-core's request helper, with nock beneath it.
 */
import nock from 'nock';
import { parseAccount } from '../../../../nodes/Arcules/api/account';
import { signIn } from '../../../../nodes/Arcules/api/signIn';
import { HOST, newAccount, PASSWORD } from '../../../harness/nockedAccount';
import { loadOptionsContext } from '../../../harness/workflow';

afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

async function signInOnce(changes = {}, signal = new AbortController().signal) {
	const credentials = newAccount(changes);
	const { httpRequest } = loadOptionsContext(credentials).helpers;
	return await signIn(httpRequest, parseAccount({ ...credentials.stored }), signal);
}

test('gives the token, and the time at the server', async () => {
	nock(HOST)
		.post('/v1/login', ({ password }) => password === PASSWORD)
		.reply(200, { jwtToken: 'T' }, { date: 'Sun, 22 Nov 2026 08:00:00 GMT' });
	expect(await signInOnce()).toEqual({
		value: 'T',
		serverDateMs: Date.parse('2026-11-22T08:00:00Z'),
	});
});

const REFUSED = 'Arcules refused the email or password';
const NO_TOKEN = 'Arcules answered the sign-in, but gave no token';
const NOT_ARCULES = 'The server at msapi.arcules.com did not answer like the Arcules API';

test.each([
	[
		401,
		{ message: 'Bad' },
		'unauthorized',
		`${REFUSED}: “Bad”. Check both in the credential`,
		false,
	],
	[400, { errors: [{ message: 'No' }] }, 'unauthorized', `${REFUSED}: “No”. Check both`, false],
	[422, {}, 'unauthorized', `${REFUSED}. Check both`, false],
	[401, '', 'unauthorized', `${REFUSED}. Check both`, false],
	[401, { message: PASSWORD }, 'unauthorized', `${REFUSED}. Check both`, false],
	[423, { message: 'No' }, 'unauthorized', 'Arcules has locked this account: “No”. Unlock', false],
	[
		200,
		{ message: 'MFA' },
		'unauthorized',
		`${NO_TOKEN}: “MFA”. Sign in to the Arcules portal`,
		false,
	],
	[200, 'f3a9c1d27b604e58', 'unavailable', `${NOT_ARCULES} (status 200). Check`, false],
	[
		200,
		{ message: 'Use f3a9c1d27b604e58' },
		'unauthorized',
		`${NO_TOKEN}: “Use […]”. Sign in`,
		false,
	],
	[200, { jwtToken: 7 }, 'unauthorized', `${NO_TOKEN}. Sign in to`, false],
	[200, { jwtToken: 'a\nb' }, 'unauthorized', `${NO_TOKEN}. Sign in to`, false],
	[
		403,
		{ message: 'Role missing' },
		'forbidden',
		'Arcules does not let this account use the API: “Role missing”. In the Arcules portal, give it',
		false,
	],
	[429, {}, 'rateLimited', 'Arcules is receiving too many sign-ins from this account. Wait', true],
	[
		503,
		'Down\n for maintenance',
		'unavailable',
		'Arcules cannot sign anybody in right now (status 503): “Down for maintenance”. Try again',
		true,
	],
	[404, {}, 'unavailable', `${NOT_ARCULES} (status 404). Check the Base URL`, false],
	[302, '', 'unavailable', `${NOT_ARCULES} (status 302). Check the Base URL`, false],
	[
		200,
		'<html>Sign in</html>',
		'unavailable',
		`${NOT_ARCULES} (status 200). Check the Base URL`,
		false,
	],
])('status %p with %j is %s: %s', async (httpStatus, body, reason, message, isTransient) => {
	nock(HOST)
		.post('/v1/login')
		.reply(httpStatus, body, { location: 'https://elsewhere.example.com/' });

	expect(await signInOnce()).toMatchObject({
		reason,
		message: expect.stringContaining(message),
		httpStatus,
		isTransient,
		concernsAccount: true,
	});
});

test('points at a space that a password begins or ends with', async () => {
	nock(HOST).post('/v1/login').reply(401, {});
	expect(await signInOnce({ password: 'pass ' })).toMatchObject({
		message: expect.stringContaining('begins or ends with a space'),
	});
});

test('says how long the server wants to be left alone', async () => {
	nock(HOST).post('/v1/login').reply(429, {}, { 'retry-after': '120' });
	expect(await signInOnce()).toMatchObject({ retryAfterMs: 120_000 });
});

test('cuts an answer without end', async () => {
	nock(HOST).post('/v1/login').reply(401, 'no! '.repeat(1_000_000));
	expect(await signInOnce()).toMatchObject({
		message: expect.stringContaining(`${REFUSED}: “${'no! '.repeat(50)}…”`),
	});
});

test('ends with the signal', async () => {
	nock(HOST).post('/v1/login').delay(2_000).reply(200, { jwtToken: 'T' });
	const startedAtMs = Date.now();
	expect(await signInOnce({}, AbortSignal.timeout(30))).toMatchObject({ reason: 'cancelled' });
	expect(Date.now() - startedAtMs).toBeLessThan(1_000);
});

test.each([
	['ENOTFOUND', 'There is no server with this name.'],
	['ECONNRESET', 'The server closed the connection before the answer was complete.'],
	['EODD', 'Check the Base URL'],
])('says why a server cannot be reached: %s', async (code, words) => {
	nock(HOST)
		.post('/v1/login')
		.replyWithError(Object.assign(new Error(code), { code }));

	expect(await signInOnce()).toMatchObject({
		reason: 'network',
		message: expect.stringContaining(
			`The Arcules server at msapi.arcules.com could not be reached. ${words}`,
		),
		isTransient: code === 'ECONNRESET',
	});
});

test('says so when an answer takes too long', async () => {
	nock(HOST)
		.post('/v1/login')
		.replyWithError(Object.assign(new Error('timeout'), { code: 'ECONNABORTED' }));

	expect(await signInOnce()).toMatchObject({
		reason: 'timeout',
		message: expect.stringContaining('Arcules did not answer the sign-in within 30 seconds. Check'),
		isTransient: true,
	});
});
