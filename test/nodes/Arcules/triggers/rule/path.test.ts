/**
 * Paths to a value in an event.
 */
import fc from 'fast-check';
import { follow, parsePath } from '../../../../../nodes/Arcules/triggers/rule/path';

test.each([
	['body.deviceId', ['body', 'deviceId']],
	[' body.deviceId ', ['body', 'deviceId']],
	['{{ $json.body.deviceId }}', ['body', 'deviceId']],
	['={{$json["body"]["deviceId"]}}', ['body', 'deviceId']],
	['$json.body[0].id', ['body', '0', 'id']],
	["body['device id']", ['body', 'device id']],
	['body["a.b"].c', ['body', 'a.b', 'c']],
	['body.geräte.0.id', ['body', 'geräte', '0', 'id']],
	['$jsonish.a', ['$jsonish', 'a']],
	['body', ['body']],
	['body[""]', ['body', '']],
])('the path %j leads along %j', (text, steps) => {
	expect(parsePath(text)).toEqual(steps);
});

test.each([
	['', "'Path of the Camera ID' is empty"],
	['   ', "'Path of the Camera ID' is empty"],
	['{{ }}', "'Path of the Camera ID' is empty"],
	[undefined, "'Path of the Camera ID' is empty"],
	[17, "'Path of the Camera ID' is empty"],
	['body..id', "'Path of the Camera ID' is no path: body..id"],
	['.body', "'Path of the Camera ID' is no path: .body"],
	['body.', "'Path of the Camera ID' is no path: body."],
	['body[', "'Path of the Camera ID' is no path: body["],
	['body[x]', "'Path of the Camera ID' is no path: body[x]"],
	['body device', "'Path of the Camera ID' is no path: body device"],
	['x'.repeat(501), `'Path of the Camera ID' is no path: ${'x'.repeat(79)}…`],
])('the path %j is refused', (value, message) => {
	expect(() => parsePath(value)).toThrow(message);
});

test('no text takes long, or makes it fail in another way', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 1_000 }), (text) => {
			try {
				expect(parsePath(text).length).toBeGreaterThan(0);
			} catch (thrown) {
				expect(thrown).toMatchObject({ reason: 'invalidParameter' });
			}
		}),
	);
	const start = performance.now();
	for (const part of ['[', '["', '{{', ' ', '.a', '$json']) {
		expect(() => parsePath(part.repeat(100_000))).toThrow(/^'Path of the Camera ID' is/);
	}
	expect(performance.now() - start).toBeLessThan(200);
});

const EVENT = { body: { deviceId: 'x', list: [{ id: 7 }], 'a.b': { c: null } } };

test.each([
	[['body', 'deviceId'], 'x'],
	[['body', 'list', '0', 'id'], 7],
	[['body', 'a.b', 'c'], null],
])('along %j stands %j', (path, value) => {
	expect(follow(path, EVENT)).toBe(value);
});

test.each([
	[['body', 'nothing']],
	[['body', 'deviceId', 'length']],
	[['body', 'deviceId', '0']],
	[['body', 'list', '1']],
	[['body', 'list', 'map']],
	[['body', 'constructor', 'name']],
	[['body', '__proto__']],
	[['body', 'a.b', 'c', 'd']],
])('the path %j leads nowhere', (path) => {
	expect(() => follow(path, EVENT)).toThrow(
		`'Path of the Camera ID' leads nowhere: the event has no ${path.join('.')}`,
	);
});
