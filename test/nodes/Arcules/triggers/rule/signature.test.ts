/**
 * Signatures of bodies, in every form in which one may come.
 */
import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { SIGNATURE_FORMS } from '../../../../../dev/simulator';
import { verifySignature } from '../../../../../nodes/Arcules/triggers/rule/signature';

const SECRET = 'a secret';
const BODY = Buffer.from('{"event":"motion"}');

type Form = keyof typeof SIGNATURE_FORMS;

const FORMS = Object.keys(SIGNATURE_FORMS).filter((name): name is Form =>
	Object.hasOwn(SIGNATURE_FORMS, name),
);

const sign = (form: Form, body: Uint8Array, secret: string) =>
	SIGNATURE_FORMS[form]((hash) => createHmac(hash, secret).update(body).digest());

const NAMES: Readonly<Record<Form, string>> = {
	hex: 'HMAC-SHA-256 in hex',
	upperHex: 'HMAC-SHA-256 in hex',
	base64: 'HMAC-SHA-256 in base64',
	base64url: 'HMAC-SHA-256 in base64url',
	prefixedHex: 'HMAC-SHA-256 in hex, after sha256=',
	prefixedBase64: 'HMAC-SHA-256 in base64, after sha256=',
	sha1Hex: 'HMAC-SHA-1 in hex',
	prefixedSha1Hex: 'HMAC-SHA-1 in hex, after sha1=',
	sha512Hex: 'HMAC-SHA-512 in hex',
};

const form = fc.constantFrom(...FORMS);
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const secretText = fc.string({ unit: 'grapheme', minLength: 1 });

test.each(Object.entries(NAMES))('a signature written as %s is named “%s”', (name, named) => {
	const written = FORMS.find((one) => one === name);
	const header = sign(written ?? 'hex', BODY, SECRET);
	const verdict = verifySignature(header, BODY, SECRET);
	expect(verdict.verified).toBe(true);
	// The two base64s are one text where they have none of the letters in which they differ.
	if (verdict.verified)
		expect(verdict.form.replace('base64url', 'base64')).toBe(named.replace('base64url', 'base64'));
});

test.each([
	['with the prefix in upper case', (mac: Buffer) => `SHA256=${mac.toString('hex')}`],
	['in base64 without padding', (mac: Buffer) => mac.toString('base64').replace(/=+$/, '')],
	['in base64url after the prefix', (mac: Buffer) => `sha256=${mac.toString('base64url')}`],
	['between spaces', (mac: Buffer) => `  ${mac.toString('hex')} `],
])('a signature %s is understood', (_name, write) => {
	const mac = createHmac('sha256', SECRET).update(BODY).digest();
	expect(verifySignature(write(mac), BODY, SECRET)).toMatchObject({ verified: true });
});

test.each(['base64', 'base64url'] as const)(
	'a signature of the longest hash in %s is understood with padding and without',
	(writing) => {
		const written = createHmac('sha512', SECRET).update(BODY).digest(writing).replace(/=+$/, '');
		for (const header of [written, `${written}==`]) {
			expect(verifySignature(header, BODY, SECRET)).toMatchObject({ verified: true });
		}
	},
);

test('a signature proves any body with any secret in every form', () => {
	fc.assert(
		fc.property(form, bytes, secretText, (written, body, secret) => {
			expect(verifySignature(sign(written, body, secret), body, secret).verified).toBe(true);
		}),
	);
});

test('a signature of another body, or by another secret, proves nothing', () => {
	fc.assert(
		fc.property(form, bytes, bytes, secretText, secretText, (written, body, other, one, two) => {
			fc.pre(!body.equals(other) && one !== two);
			expect(verifySignature(sign(written, other, one), body, one).verified).toBe(false);
			expect(verifySignature(sign(written, body, two), body, one).verified).toBe(false);
		}),
	);
});

test('a signature with one character changed, or cut by one, proves nothing', () => {
	fc.assert(
		fc.property(form, fc.nat(), (written, at) => {
			const header = sign(written, BODY, SECRET);
			const start = header.indexOf('=') + 1;
			const isPadding = header.replace(/=+$/, '').length;
			// The last character of base64 has bits that say nothing, and padding may be left out.
			const place =
				start < isPadding ? start + (at % (isPadding - start - 1)) : at % (isPadding - 1);
			const changed = header[place] === '0' ? '1' : '0';
			const wrong = header.slice(0, place) + changed + header.slice(place + 1);
			expect(verifySignature(wrong, BODY, SECRET).verified).toBe(false);
			expect(verifySignature(header.slice(0, isPadding - 1), BODY, SECRET).verified).toBe(false);
		}),
	);
});

test('any other text in the header proves nothing, and takes little time', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 20_000 }), (header) => {
			expect(verifySignature(header, BODY, SECRET).verified).toBe(false);
		}),
	);
	const start = performance.now();
	verifySignature('='.repeat(16_000), randomBytes(1024 * 1024), SECRET);
	expect(performance.now() - start).toBeLessThan(500);
});

test('that there is no signature is told from one that is wrong', () => {
	expect(verifySignature(undefined, BODY, SECRET)).toMatchObject({
		verified: false,
		reason: expect.stringMatching(/^The call has no header/),
	});
	expect(verifySignature('00', BODY, SECRET)).toMatchObject({
		verified: false,
		reason: expect.stringMatching(/^The signature matches none/),
	});
});
