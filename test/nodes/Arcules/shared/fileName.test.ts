/**
 * The names of picture files.
 */
import fc from 'fast-check';
import {
	DEFAULT_FILE_NAME,
	distinctNames,
	parseFileNameTemplate,
	pictureFileName,
} from '../../../../nodes/Arcules/shared/fileName';

const capturedAt = new Date('2026-11-22T08:00:00.123Z');
const parts = {
	name: 'Lobby',
	channelId: '69eb770a-269d-4dec-9c68-0a55a156723e',
	capturedAt,
	timeZone: 'Asia/Kolkata',
};

test.each([
	[DEFAULT_FILE_NAME, {}, 'Lobby_69eb770a_2026-11-22T08-00-00Z.jpg'],
	['{ID}', {}, '69eb770a-269d-4dec-9c68-0a55a156723e.jpg'],
	['{name}.JPEG', {}, 'Lobby.JPEG'],
	['{name}.png', {}, 'Lobby.png.jpg'],
	['{date}_{time}.{ms}', {}, '2026-11-22_13-30-00.123.jpg'],
	['{Date} {TIME}', { timeZone: 'America/Los_Angeles' }, '2026-11-22 00-00-00.jpg'],
	['{time}', { timeZone: 'Nowhere/Land' }, '08-00-00.jpg'],
	['{name}', { name: '-rf --no-preserve-root' }, 'rf --no-preserve-root.jpg'],
	['{name}', { name: '\u202egpj.exe\u200b\ufeff' }, 'gpj.exe.jpg'],
	['{name}', { name: undefined }, 'camera.jpg'],
	['{name}_{id8}', { name: undefined }, 'camera_69eb770a.jpg'],
	['of {name}_{id8}', { name: ' ' }, 'of camera_69eb770a.jpg'],
	['of {name}_{id8}', { name: ' Lobby ' }, 'of Lobby_69eb770a.jpg'],
	['{name}', { name: 'Dock \n  north' }, 'Dock north.jpg'],
	['{name}', { name: '{id}' }, '{id}.jpg'],
	['{what} {name}', {}, '{what} Lobby.jpg'],
	['a.jpg of {name}', {}, 'a.jpg of Lobby.jpg'],
	['x'.repeat(500), {}, `${'x'.repeat(196)}.jpg`],
	[`${'x'.repeat(194)}駐.jpeg`, {}, `${'x'.repeat(194)}.jpeg`],
	['{name}', { name: '../../etc/passwd' }, '_.._etc_passwd.jpg'],
	['a/{name}\\b', {}, 'a_Lobby_b.jpg'],
	['{name}', { name: 'Dock: <north>\n"1"|*?' }, 'Dock_ _north_ _1____.jpg'],
	['{name}', { name: 'CON' }, '_CON.jpg'],
	['lpt1.{id8}', {}, '_lpt1.69eb770a.jpg'],
	['{name}', { name: 'Ω 駐車場 🎥' }, 'Ω 駐車場 🎥.jpg'],
	['com1', {}, '_com1.jpg'],
	['LPT³.x', {}, '_LPT³.x.jpg'],
	['comx', {}, 'comx.jpg'],
	['lptx', {}, 'lptx.jpg'],
	['icon', {}, 'icon.jpg'],
	['con1', {}, 'con1.jpg'],
	['Lobby .. ', {}, 'Lobby.jpg'],
	['a . b', {}, 'a . b.jpg'],
	['{name}_', { name: `${'x'.repeat(99)} y` }, `${'x'.repeat(99)}_.jpg`],
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
			expect(fileName).not.toMatch(/[\p{Cf}\p{Cs}]/u);
			expect(fileName).not.toMatch(/^[ .-]|^(con|prn|aux|nul|com\d|lpt\d)\./i);
		}),
	);
});

test('two writings of one accented letter do not make one file of two pictures', () => {
	const distinct = distinctNames();
	expect(distinct('K\u00fcche.jpg')).toBe('K\u00fcche.jpg');
	expect(distinct('Ku\u0308che.jpg')).toBe('Ku\u0308che_2.jpg');
});

test.each(['CONIN$', 'conout$.txt'])('%s is a device of Windows, and no file', (name) => {
	expect(pictureFileName('{name}', { ...parts, name })).toBe(`_${name}.jpg`);
});

test.each(['', '{name} {ID}', '{date}{time}{ms}{timestamp}{id8}', 'a { b', 'x'.repeat(500)])(
	'the template %j is taken',
	(template) => {
		expect(parseFileNameTemplate(template)).toBe(template || DEFAULT_FILE_NAME);
	},
);

const PLACEHOLDERS = 'Use any of {name}, {id}, {id8}, {timestamp}, {date}, {time}, {ms}.';

test.each([
	[
		7,
		"'File Name' must be a text, but is 7",
		'Check what the expression gives, or remove the option.',
	],
	[
		'{what} {name}',
		"'File Name' has the placeholder {what}, which stands for nothing",
		PLACEHOLDERS,
	],
	['{}', "'File Name' has the placeholder {}, which stands for nothing", PLACEHOLDERS],
	[
		'{constructor}',
		"'File Name' has the placeholder {constructor}, which stands for nothing",
		PLACEHOLDERS,
	],
	[
		'x'.repeat(501),
		"'File Name' must have at most 500 characters, but has 501",
		'Shorten it, or check what the expression gives.',
	],
])('the template %j is refused, and what to do is said', (template, message, description) => {
	expect(() => parseFileNameTemplate(template)).toThrow(
		expect.objectContaining({ message, description }),
	);
});

test('names given out twice are told apart, also where only their case differs', () => {
	const distinct = distinctNames();
	const names = ['Dock.jpg', 'dock.jpg', 'Lobby.jpg', 'Dock.jpg', 'Dock_2.jpg', 'dock.JPEG'];
	const given = names.map(distinct);
	expect(given.slice(0, 4)).toEqual(['Dock.jpg', 'dock_2.jpg', 'Lobby.jpg', 'Dock_3.jpg']);
	expect(new Set(given.map((name) => name.toLowerCase())).size).toBe(names.length);
});

test('names are told apart by their ends, whatever dots they have in them', () => {
	const distinct = distinctNames();
	expect(['v1.2 dock.jpg', 'v1.2 dock.jpg'].map(distinct)[1]).toBe('v1.2 dock_2.jpg');
});

test.each([
	'.'.repeat(60_000),
	'{id}'.repeat(15_000),
	'{'.repeat(60_000),
	`a${'.'.repeat(60_000)}b`,
])('a template of 60 kB does not hold n8n up', (template) => {
	const startedAtMs = performance.now();
	expect(() => parseFileNameTemplate(template)).toThrow('at most 500 characters');
	pictureFileName(template, { ...parts, name: '.'.repeat(60_000), channelId: '.'.repeat(200) });
	expect(performance.now() - startedAtMs).toBeLessThan(500);
});
