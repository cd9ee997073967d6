/**
 * Which token a run uses, where no server is needed to see it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Authorization } from '../../../../nodes/Arcules/api/authorization';
import { ArculesError, settle } from '../../../../nodes/Arcules/api/errors';
import { renewCredential } from '../../../../nodes/Arcules/api/token';

const ACCOUNT = {
	baseUrl: 'https://arcules.example.com',
	email: 'late@example.com',
	password: 'correct horse',
};

test('a sign-in that failed is told to who comes a moment later, and tried again by who comes then', async () => {
	let signIns = 0;
	const refused = async () => {
		signIns++;
		throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
	};
	const authorization = new Authorization(ACCOUNT, { ...ACCOUNT }, async () => ({ ...ACCOUNT }));
	const { signal } = new AbortController();
	const ask = async () =>
		await settle(
			async () =>
				await authorization.with(
					signal,
					async (credential) => await renewCredential(refused, credential),
				),
		);

	const first = await ask();
	expect(first).toBeInstanceOf(ArculesError);
	expect(await ask()).toBe(first);
	expect(signIns).toBe(1);

	await delay(150);
	expect(await ask()).toBeInstanceOf(ArculesError);
	expect(signIns).toBe(2);
});
