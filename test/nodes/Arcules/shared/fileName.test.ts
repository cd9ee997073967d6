/**
 * The names of picture files.
 */
import fc from 'fast-check';
import { DEFAULT_FILE_NAME, pictureFileName } from '../../../../nodes/Arcules/shared/fileName';

const capturedAt = new Date('2026-11-22T08:00:00.123Z');
const parts = { name: 'Lobby', channelId: '69eb770a-269d-4dec-9c68-0a55a156723e', capturedAt };

test.each([
	[DEFAULT_FILE_NAME, {}, 'Lobby_69eb770a_2026-11-22T08-00-00Z.jpg'],
	['{ID}', {}, '69eb770a-269d-4dec-9c68-0a55a156723e.jpg'],
	['{name}.JPEG', {}, 'Lobby.JPEG'],
	['{name}.png', {}, 'Lobby.png.jpg'],
	['{what} {name}', {}, '{what} Lobby.jpg'],
	['{name}', { name: undefined }, 'camera.jpg'],
	['{name}', { name: '{id}' }, '{id}.jpg'],
	['{name}', { name: '../../etc/passwd' }, '_.._etc_passwd.jpg'],
	['a/{name}\\b', {}, 'a_Lobby_b.jpg'],
	['{name}', { name: 'Dock: <north>\n"1"|*?' }, 'Dock_ _north_ _1____.jpg'],
	['{name}', { name: 'CON' }, '_CON.jpg'],
	['lpt1.{id8}', {}, '_lpt1.69eb770a.jpg'],
	['{name}', { name: 'Ω 駐車場 🎥' }, 'Ω 駐車場 🎥.jpg'],
	['...', {}, 'camera.jpg'],
	['.jpg', {}, 'camera.jpg'],
])('the template %j with %j gives %j', (template, changes, expected) => {
	expect(pictureFileName(template, { ...parts, ...changes })).toBe(expected);
});

test('a name of any length keeps the id and the time', () => {
	const fileName = pictureFileName(DEFAULT_FILE_NAME, { ...parts, name: '駐'.repeat(500) });
	expect(fileName).toMatch(/^駐{33}_69eb770a_2026-11-22T08-00-00Z\.jpg$/);
});

test('no name or template leads to a name that a file system refuses', () => {
	const text = fc.string({ unit: 'binary', maxLength: 300 });
	fc.assert(
		fc.property(text, text, (name, template) => {
			const fileName = pictureFileName(`${template}{name}`, { ...parts, name });
			expect(fileName).toMatch(/^[^<>:"/\\|?*\p{Cc}]+\.jpe?g$/iu);
			expect(Buffer.byteLength(fileName)).toBeLessThanOrEqual(200);
			expect(fileName).not.toMatch(/^[ .]|^(con|prn|aux|nul|com\d|lpt\d)\./i);
		}),
	);
});
