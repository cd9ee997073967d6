/**
 * What the node says above its output of cameras without a picture, and of blank ones.
 */
import { ArculesError, type Reason } from '../../../../../nodes/Arcules/api/errors';
import { pictureHints } from '../../../../../nodes/Arcules/resources/thumbnail/hints';
import type { CameraOutcome } from '../../../../../nodes/Arcules/shared/pictureItem';

const good = (label: string, isBlank = false): CameraOutcome => ({
	label,
	json: {},
	picture: { takenAt: new Date(0), isBlank },
});

const failed = (label: string | undefined, reason: Reason): CameraOutcome => ({
	label,
	json: {},
	error: new ArculesError(reason, 'message', { description: '' }),
});

const messages = (...outcomes: CameraOutcome[]) =>
	pictureHints(outcomes, 'Do something.').map(({ message }) => message);

test('all is well without a word', () => {
	expect(messages(good('Lobby'), good('Dock'))).toEqual([]);
	expect(messages()).toEqual([]);
});

test('failed cameras are named in order, with their reasons in words', () => {
	expect(messages(good('Lobby'), failed('Dock', 'timeout'), failed('Gate', 'stale'))).toEqual([
		'2 of 3 cameras gave no picture: Dock (no answer in time), Gate (picture too old). Do something.',
	]);
});

test('more than five are counted', () => {
	const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
	expect(messages(...names.map((name) => failed(name, 'network')))[0]).toMatch(
		/^7 of 7 cameras gave no picture: a \(connection failed\), .+, e \(connection failed\), 2 more\. /,
	);
});

test('blank pictures are named for themselves', () => {
	expect(messages(good('Lobby', true), failed('Dock', 'unavailable'))).toEqual([
		'1 of 2 cameras gave no picture: Dock (offline or busy). Do something.',
		'1 of 2 cameras gave a blank picture: Lobby. Check whether a lens is covered or a camera is broken.',
	]);
});

test('a name is text: cut to 80 characters and escaped', () => {
	const [message] = messages(failed(`<img src=x>${'y'.repeat(100)}`, 'network'));
	expect(message).toContain(`: &lt;img src=x&gt;${'y'.repeat(68)}… (`);
});

test('a failure before any camera was found is told by its item alone', () => {
	expect(messages(failed(undefined, 'invalidChannelId'))).toEqual([]);
});
