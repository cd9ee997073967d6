/**
 * Texts of others that stand in ours: names of cameras, values that a user typed.
 */
import fc from 'fast-check';
import { shortHtml, shortText } from '../../../../nodes/Arcules/shared/foreignText';

test.each([
	['  Lobby  ', 'Lobby'],
	['Dock\n\t2', 'Dock  2'],
	['\u202egpj.exe', 'gpj.exe'],
	['Lob\u200bby\ufeff\u2028', 'Lobby'],
	['a\u0000b\u001b[31m', 'ab[31m'],
	['Lobby 🎥 مدخل', 'Lobby 🎥 مدخل'],
	['x'.repeat(80), 'x'.repeat(80)],
	['x'.repeat(81), `${'x'.repeat(79)}…`],
	['🎥'.repeat(100), `${'🎥'.repeat(79)}…`],
])('%j is shown as %j', (text, shown) => {
	expect(shortText(text)).toBe(shown);
});

test('HTML in a text is shown, not rendered', () => {
	expect(shortHtml(`<img src=x onerror="alert('1')"> & co`)).toBe(
		'&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co',
	);
});

test('an entity is never cut in two', () => {
	expect(shortHtml('<'.repeat(100))).toBe(`${'&lt;'.repeat(79)}…`);
});

test('no text gives more than 80 characters, a tag, a line break or a lone surrogate', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
			expect(Array.from(shortText(text)).length).toBeLessThanOrEqual(80);
			expect(shortHtml(text)).not.toMatch(/[<>"'\n\r\p{Cc}\p{Cf}\p{Cs}]/u);
		}),
	);
});

test('a text of a megabyte is cut before it is looked at', () => {
	const text = '\u200b '.repeat(500_000);
	const startedAtMs = performance.now();
	expect(shortText(text)).toBe('');
	// Hundreds of times what it takes, because the machine may be busy.
	expect(performance.now() - startedAtMs).toBeLessThan(500);
});
