/**
 * SECURITY.md: what it says, sentence by sentence, and the tests that hold it; those that stand nowhere else are in
 * `securityPromises.test.ts` and `securityBounds.test.ts`.
 */
import { linesOf } from './harness/sources';
import { testTitles } from './harness/titles';

/** The start of each list item of SECURITY.md, and the tests without which nobody would know that it is true. */
const PROMISES: Readonly<Record<string, readonly string[]>> = {
	'The password is sent to one place only': [
		'The password › is sent to POST /login and nowhere else',
		'The password › does not follow a redirect of the sign-in',
	],
	'The Base URL must be `https://`': [
		'A base URL › %p is taken as %p',
		'A base URL › %p is refused',
	],
	'Where `HTTP_PROXY` is set for n8n': [
		'A proxy in the environment of n8n › gets the password of a loopback address, unless NO_PROXY makes an exception',
	],
	'A password that Arcules refused': [
		'The hook › asks once for a refused password, again after a growing pause, and at once for another',
	],
	'The token is sent to the origin of the Base URL only': [
		'Whatever the options of a request are › the token reaches the server of the Base URL only',
		'a request with %s is refused with that word: %j',
		'a request to %j is refused',
	],
	'No redirect is left to n8n': [
		'a request to %j carries the token, and no redirect is followed',
		'A redirect › to another origin is not followed',
		'A redirect › within the origin is followed with the token',
		'A redirect › is followed five times at most',
	],
	'Once the credential was edited': [
		'an edited credential has no token until the next sign-in',
		'A sign-in › happens at once for an edited credential, whose old token never reaches the new host',
		'a run whose credential is edited meanwhile ends and says so',
	],
	'The list of devices is asked for below the Base URL only': [
		'Paging › ends in an error when %s',
		'The next page of devices › is not asked for at %s',
	],
	'A call of a rule': [
		'A call is refused, and nothing starts, › %s',
		'A call is refused, and nothing starts, › of whose body nothing is read without the key',
		'A test event › warns when anybody may start the workflow',
		'Arcules Rule Trigger in n8n %s › at its production address › refuses a call %s, in plain words',
	],
	'API key and signatures are compared': [
		'what a caller sends is compared with a secret by timingSafeEqual alone',
		'two texts are the same when their bytes are, whatever their lengths',
		'a comparison takes as long for a wrong first character as for a wrong last one',
	],
	'A credential of the webhook': [
		'a credential that cannot be used lets nobody in',
		'A credential that is edited › lets its new key and secret in at once, and its old ones no longer than a second',
	],
	'Neither API key nor secret': [
		'A call with the right key and signature › leaves neither key nor secret nor cookie in the execution',
		'A call is refused, and nothing starts, › %s',
		'Arcules Rule Trigger in n8n %s › nothing in the log of n8n tells the key or the secret, down to the last detail',
		'a header that holds the API key or the secret is not shown, whatever its name and writing',
		'the header %s is not shown',
		'headers are shown with their names and values',
	],
	'With _Ignore Repeats_': [
		'The same signed body twice › is one event with Ignore Repeats, and the sender is told that all is well',
		'The same signed body twice › is two events, unless the user says otherwise',
		'the very same body is a repeat for ten minutes, and then no more',
	],
	'A body of a call ends': [
		'A call is refused, and nothing starts, › with a body without end',
		'a body that drips is refused when its time is over',
		'the encoding %s is refused',
		'JSON that is nested too deeply for n8n is shown as text',
	],
	'Password, token, and the mark': [
		'The credential › has three fields that n8n treats as passwords',
		'the webhook credential has two fields, which n8n treats as passwords, and neither is required',
	],
	'That mark is no hash of the password': [
		'An account › has another hash with another key',
		'The credential › has a mark that nobody can make without the token',
	],
	'Neither password nor token stands in an item': [
		'neither token nor password is in the data of a run with a failure',
		'an echo of the %s with status %p, written %s, is shown nowhere',
		'a sign-in that echoes the %s with status %p, written %s, shows it nowhere',
		'finds a password %s',
		'finds an opaque token %s',
		'finds any password of eight characters or more in any writing, within any words',
	],
	'What the node writes to the log': ['The log › gets fixed sentences from the node'],
	'Names from Arcules are cut to 80 characters': [
		'HTML in a text is shown, not rendered',
		'no text gives more than 80 characters, a tag, a line break or a lone surrogate',
		'no name breaks out of the place it stands in',
		'no name or template leads to a name that a file system refuses',
	],
	'A channel ID that could lead': [
		'A channel ID that could lead elsewhere is refused before anything is sent: %p',
	],
	'Pictures and lists end at 25 MiB': [
		'a body of 400 MB is abandoned early',
		'An answer without end › is abandoned: %s',
		'A gzip bomb › does not fill the memory: %s',
	],
	'A list of devices that goes on': [
		'A list without end › ends in an error after ten pages in a row without a new device',
		'A list without end › ends in an error after 200,000 devices',
		'A list without end › ends in an error after 10,000 pages',
		'Paging › ends in an error before devices of any size fill the memory',
	],
	'A picture is handed on only': [
		'%s is reported, and never made a file',
		'The markers of a JPEG › take every cut of a JPEG for incomplete',
	],
	'Foreign text is cut before it is searched': [
		'a text of a megabyte is cut before it is looked at',
		'takes little time over the longest text, made of %p',
	],
	'The package has no runtime dependencies': [
		'Shipped code › imports n8n-workflow and node:crypto, and its own files',
		'The package › has no runtime dependencies, and no script that runs when it is installed',
	],
};

const titles = testTitles();

const promises = linesOf('SECURITY.md')
	.filter((line) => line.startsWith('- '))
	.map((line) => line.slice(2));

test.each(promises)('SECURITY.md says, and tests hold: %s', (sentence) => {
	const [names = []] = Object.entries(PROMISES)
		.filter(([start]) => sentence.startsWith(start))
		.map(([, tests]) => tests);
	expect(names.length).toBeGreaterThan(0);
	expect(names.filter((name) => !titles.includes(name))).toEqual([]);
});

test('SECURITY.md says everything that is listed here', () => {
	const missing = Object.keys(PROMISES).filter(
		(start) => !promises.some((sentence) => sentence.startsWith(start)),
	);
	expect(missing).toEqual([]);
	expect(promises).toHaveLength(Object.keys(PROMISES).length);
});
