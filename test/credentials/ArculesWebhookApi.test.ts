/**
 * The credential with which a rule of Arcules proves itself.
 */
import { ArculesWebhookApi } from '../../credentials/ArculesWebhookApi.credentials';

const credential = new ArculesWebhookApi();

test('the webhook credential has two fields, which n8n treats as passwords, and neither is required', () => {
	const fields = credential.properties.map(({ name, type, typeOptions, required = false }) => [
		name,
		type,
		typeOptions?.password,
		required,
	]);
	expect(fields).toEqual([
		['apiKey', 'string', true, false],
		['secret', 'string', true, false],
	]);
});

test('the webhook credential has no test, which could ask nobody, and goes into no request', () => {
	expect(credential.test).toBeUndefined();
	expect(credential).not.toHaveProperty('authenticate');
});
