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

async function signInOnce() {
	const credentials = newAccount();
	const { httpRequest } = loadOptionsContext(credentials).helpers;
	return await signIn(httpRequest, parseAccount({ ...credentials.stored }));
}

test('gives the token', async () => {
	nock(HOST)
		.post('/v1/login', ({ password }) => password === PASSWORD)
		.reply(200, { jwtToken: 'T' });
	expect(await signInOnce()).toBe('T');
});

const NOT_ARCULES = 'The server at msapi.arcules.com did not answer like the Arcules API';

test.each([
	[401, { message: 'Bad' }, 'unauthorized', 'Arcules refused the email or password: “Bad”', false],
	[400, { message: 'No' }, 'unauthorized', 'Arcules refused the email or password: “No”', false],
	[422, {}, 'unauthorized', 'Arcules refused the email or password', false],
	[401, '', 'unauthorized', 'Arcules refused the email or password', false],
	[401, { message: PASSWORD }, 'unauthorized', 'Arcules refused the email or password', false],
	[200, { message: 'No' }, 'unauthorized', 'Arcules refused the email or password: “No”', false],
	[
		403,
		{ message: 'Role missing' },
		'forbidden',
		'Arcules does not let this account use the API: “Role missing”',
		false,
	],
	[429, {}, 'rateLimited', 'Arcules is receiving too many sign-ins from this account', true],
	[
		503,
		'Down\n for maintenance',
		'unavailable',
		'Arcules cannot sign anybody in right now (status 503): “Down for maintenance”',
		true,
	],
	[404, {}, 'unavailable', `${NOT_ARCULES} (status 404)`, false],
	[302, '', 'unavailable', `${NOT_ARCULES} (status 302)`, false],
	[200, '<html>Sign in</html>', 'unavailable', NOT_ARCULES, false],
	[200, { jwtToken: 7 }, 'unavailable', NOT_ARCULES, false],
	[200, { jwtToken: '' }, 'unavailable', NOT_ARCULES, false],
])('status %p with %j is %s: %s', async (httpStatus, body, reason, message, isTransient) => {
	nock(HOST)
		.post('/v1/login')
		.reply(httpStatus, body, { location: 'https://elsewhere.example.com/' });

	expect(await signInOnce()).toMatchObject({
		reason,
		message,
		httpStatus,
		isTransient,
		concernsAccount: true,
	});
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
		message: 'The Arcules server at msapi.arcules.com could not be reached',
		description: expect.stringContaining(words),
		isTransient: code === 'ECONNRESET',
	});
});

test('says so when an answer takes too long', async () => {
	nock(HOST)
		.post('/v1/login')
		.replyWithError(Object.assign(new Error('timeout'), { code: 'ECONNABORTED' }));

	expect(await signInOnce()).toMatchObject({
		reason: 'timeout',
		message: 'Arcules did not answer the sign-in within 30 seconds',
		isTransient: true,
	});
});
