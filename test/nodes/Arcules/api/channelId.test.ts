/**
 * What may be a channel id, and where one stands in an address of the portal.
 */
import { channelIdOfUrl, parseChannelId } from '../../../../nodes/Arcules/api/channelId';

const ID = '69eb770a-269d-4dec-9c68-0a55a156723e';

/** What each refusal says to do. */
const REMEDIES: Readonly<Record<string, string>> = {
	'The channel ID is empty':
		'Choose a camera from the list. If an expression fills this in, check that the item before has the field.',
	'The channel ID is a web address':
		'To use an address of the Arcules portal, choose By URL. Otherwise choose a camera from the list, or type its ID.',
	'The channel ID has characters that no ID has': `A channel ID looks like ${ID}: no spaces, slashes, question marks, hash or percent signs.`,
	'The address does not name a camera':
		'Open Devices in the Arcules portal, select the camera, and copy the whole address: it has “selected=” and an ID in it.',
};

const remedyOf = (message: string) =>
	REMEDIES[message] ??
	(message.endsWith('not a text')
		? `A channel ID looks like ${ID}. If an expression fills this in, let it give the id of the device, as in {{ $json.id }}`
		: `A channel ID looks like ${ID}. Check what the expression gives.`);

const refusal = (message: string) =>
	expect.objectContaining({
		reason: 'invalidChannelId',
		message,
		description: remedyOf(message),
	});

/** What `parse` throws. */
function failureOf(parse: () => string): unknown {
	try {
		return parse();
	} catch (thrown) {
		return thrown;
	}
}

describe('A channel ID', () => {
	test.each([
		[ID, ID],
		[`  ${ID}\n`, ID],
		[17, '17'],
		['Ω-1', 'Ω-1'],
		['...', '...'],
		['x-https:1', 'x-https:1'],
		['x'.repeat(200), 'x'.repeat(200)],
	])('%j is taken as %j', (value, id) => {
		expect(parseChannelId(value)).toBe(id);
	});

	test.each([
		['../login', 'The channel ID has characters that no ID has'],
		['..', 'The channel ID has characters that no ID has'],
		['.', 'The channel ID has characters that no ID has'],
		['a/b', 'The channel ID has characters that no ID has'],
		['a\\b', 'The channel ID has characters that no ID has'],
		['a b', 'The channel ID has characters that no ID has'],
		['a?b', 'The channel ID has characters that no ID has'],
		['a#b', 'The channel ID has characters that no ID has'],
		['%2e%2e', 'The channel ID has characters that no ID has'],
		['a\u0000b', 'The channel ID has characters that no ID has'],
		['a\ud800b', 'The channel ID has characters that no ID has'],
		['', 'The channel ID is empty'],
		['   ', 'The channel ID is empty'],
		[undefined, 'The channel ID is empty'],
		[null, 'The channel ID is empty'],
		[{ nested: true }, 'The channel ID is of type object, not a text'],
		[true, 'The channel ID is of type boolean, not a text'],
		[Number.NaN, 'The channel ID is NaN, not a text'],
		[Infinity, 'The channel ID is Infinity, not a text'],
		['x'.repeat(201), 'The channel ID is too long (201 characters)'],
		['x'.repeat(10_000), 'The channel ID is too long (10000 characters)'],
		['https://manage.arcules.com/devices?selected=x', 'The channel ID is a web address'],
		['HTTP://manage.arcules.com', 'The channel ID is a web address'],
	])('%j is refused', (value, message) => {
		expect(failureOf(() => parseChannelId(value))).toEqual(refusal(message));
	});
});

describe('An address of the portal', () => {
	test.each([
		`https://manage.arcules.com/devices?tab=1&selected=${ID}&x=y`,
		`https://manage.arcules.com/#/devices?selected=${ID}`,
		`https://eu.arcules.com/devices#selected=${ID}`,
		`  https://manage.arcules.com/devices?selected=${ID}  `,
		`https://manage.arcules.com/devices?selected=${ID.replaceAll('-', '%2D')}`,
	])('%s names the camera', (url) => {
		expect(channelIdOfUrl(url)).toBe(ID);
	});

	test.each([
		['https://manage.arcules.com/devices', 'The address does not name a camera'],
		['https://manage.arcules.com/devices?selected=', 'The address does not name a camera'],
		['https://manage.arcules.com/devices?unselected=a', 'The address does not name a camera'],
		['not an address', 'The address does not name a camera'],
		[undefined, 'The address does not name a camera'],
		[['https://manage.arcules.com/devices?selected=a'], 'The address does not name a camera'],
		[
			'https://manage.arcules.com/devices?selected=..%2flogin',
			'The channel ID has characters that no ID has',
		],
		[
			'https://manage.arcules.com/devices?selected=%zz',
			'The channel ID has characters that no ID has',
		],
	])('%j is refused', (url, message) => {
		expect(failureOf(() => channelIdOfUrl(url))).toEqual(refusal(message));
	});
});
