/**
 * The mail body: what stands in it, and how large it grows.
 */
import fc from 'fast-check';
import { contactSheet } from '../../../../../nodes/Arcules/resources/thumbnail/contactSheet';
import { type Report, summaryOf } from '../../../../../nodes/Arcules/resources/thumbnail/report';
import { localTime } from '../../../../../nodes/Arcules/shared/localTime';

const timeZone = 'Europe/Berlin';
const timeOf = (moment: Date) => localTime(moment, timeZone);
const takenAt = new Date('2026-11-22T07:00:03.500Z');

function reportOf(
	labels: readonly string[],
	failures: Report['failures'] = [],
	isBlank = false,
): Report {
	return {
		total: labels.length + failures.length,
		pictures: labels.map((label, index) => ({
			label,
			takenAt,
			isBlank,
			pictureField: `data_${index + 1}`,
		})),
		failures,
		checkedAt: timeOf(takenAt),
		timeZone,
		timeOf,
	};
}

test('shows the name and the local time below each picture', () => {
	expect(contactSheet(reportOf(['Lobby', 'Dock']))).toMatch(
		/cid:data_1".*Lobby<.*2026-11-22 08:00:03<.*cid:data_2".*Dock</,
	);
});

test('starts with the count and the time, and says where failures stand', () => {
	const html = contactSheet(reportOf(['Lobby'], [{ label: 'Dock', why: 'offline or busy' }]));
	expect(html).toContain('1 of 2 cameras gave a picture');
	expect(html).toContain('2026-11-22 08:00 (Europe/Berlin). The others stand below the pictures.');
	expect(html.indexOf('cid:data_1')).toBeLessThan(html.indexOf('No picture from 1 camera<'));
});

test('marks a blank picture, in the mail and in the summary', () => {
	const report = reportOf(['Lobby'], [], true);
	expect(contactSheet(report)).toContain('Blank: covered or broken?');
	expect(summaryOf(report)).toBe(
		'1 of 1 camera gave a picture, 2026-11-22 08:00 (Europe/Berlin). Blank picture: Lobby.',
	);
});

test('a summary names at most thirty cameras', () => {
	const failures = Array.from({ length: 42 }, (_, n) => ({ label: `C${n}`, why: 'offline' }));
	expect(summaryOf(reportOf([], failures))).toMatch(/C29 \(offline\), 12 more\.$/);
});

test('a fleet of 150 stays below the 102 kB at which Gmail cuts a mail off', () => {
	const labels = Array.from({ length: 150 }, (_, index) => `Camera with a long name ${index}`);
	expect(Buffer.byteLength(contactSheet(reportOf(labels)))).toBeLessThan(102_000);
});

test('no name breaks out of the place it stands in', () => {
	const structure = (html: string) => html.match(/<\/?[a-z!][^>]*>/gi)?.length;
	const plain = structure(contactSheet(reportOf(['x'], [{ label: 'x', why: 'y' }])));
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (label) => {
			const html = contactSheet(reportOf([label], [{ label, why: 'y' }]));
			expect(structure(html)).toBe(plain);
		}),
	);
});
