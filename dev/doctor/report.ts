// Writes what was learnt of an account as Markdown to be pasted into an issue: no secret, no picture, no name, id, address
// or word of the account's own.
import { Discretion, inWords } from './discreet';
import type { Call, SeenAnswer } from './recorder';
import { type Findings, isPicture } from './findings';
import {
	devicesAnswer,
	echoAnswer,
	fieldsOf,
	nextAnswer,
	NOT_SEEN,
	pageSizeAnswer,
	pagingAnswer,
	unknownParameterAnswer,
} from './listing';
import { cacheAnswer, failureInWords, stillInWords } from './stills';
import { tokenFacts } from './token';

/** What the report says of where it was written. */
export interface Circumstances {
	readonly packageVersion: string;
	/** Whether the Base URL is the usual one. */
	readonly isUsualAddress: boolean;
	/** Where issues are opened. */
	readonly issues: string;
	readonly writtenAt: Date;
}

const RATE_LIMIT = /^(?:x-)?rate-?limit|^retry-after$/;
const PACKING = /^(?:gzip|br|deflate|zstd|identity)$/;

/** The whole report. */
export function reportOf(findings: Findings, circumstances: Circumstances): string {
	const discretion = new Discretion(findings);
	const { packageVersion, isUsualAddress, writtenAt, issues } = circumstances;
	const day = writtenAt.toISOString().slice(0, 10);
	const address = isUsualAddress ? 'the usual Base URL' : 'another Base URL than the usual one';
	return `${[
		'# What the doctor found',
		`n8n-nodes-arcules ${packageVersion}, Node.js ${process.version}, ${process.platform}, ${day}, ${address}.`,
		...endedEarly(findings),
		'## What is not documented',
		table(['Question', 'Answer of this account'], questions(findings, discretion)),
		'## Answers',
		table(
			['Call', 'Status', 'Content type', 'Packed', 'Times', 'Slowest'],
			answerRows(findings, discretion),
		),
		'## Headers',
		table(['Call', 'Headers'], headerRows(findings, discretion)),
		'## Fields of a device',
		...fieldSection(findings, discretion),
		'## Pictures',
		table(['Camera', 'Picture'], pictureRows(findings)),
		`Paste this into an issue: ${issues}`,
	].join('\n\n')}\n`;
}

function endedEarly({ failure }: Findings): string[] {
	if (failure === undefined) return [];
	return [`**Something failed, so not all could be looked at:** ${failureInWords(failure)}.`];
}

function questions(findings: Findings, discretion: Discretion): string[][] {
	const { answers, credential } = findings;
	const signIns = answers.filter(({ call }) => call === 'sign-in');
	const token = tokenFacts(credential.jwtToken, discretion);
	return [
		['The query parameter that takes `page.next`', pagingAnswer(findings)],
		['What `page.next` is', nextAnswer(findings)],
		['`page.current`', echoAnswer(findings)],
		['A query parameter that the list does not know', unknownParameterAnswer(findings)],
		['Devices on each page', pageSizeAnswer(findings)],
		['Devices', devicesAnswer(findings)],
		['Filters of the list', `${NOT_SEEN}: none was sent`],
		['What a token is', token?.form ?? NOT_SEEN],
		['How long a token lives', token?.life ?? NOT_SEEN],
		['How the API says that a token is over', refusedTokens(answers)],
		['Sign-ins', signIns.map(({ status }) => `status ${status}`).join(', ') || NOT_SEEN],
		['Several sessions at once, lockout', `${NOT_SEEN}: there was one sign-in`],
		['A camera that nobody has', unknownCameraAnswer(findings)],
		['Cameras without a picture', failedLooks(findings)],
		['Whether stills are cached', cacheAnswer(findings)],
		['Limits of requests', limitsAnswer(answers, discretion)],
		['Whether bodies are labelled rightly', labelsAnswer(findings, discretion)],
		['I/O ports', 'not asked'],
	];
}

/** A token that was just issued is refused only where something else is wrong. */
function refusedTokens(answers: readonly SeenAnswer[]): string {
	const refused = answers.filter(
		({ call, status }) => call === 'devices' && (status === 401 || status === 403),
	);
	if (refused.length === 0) return `${NOT_SEEN}: the token was new`;
	return `the new token was refused with ${[...new Set(refused.map(({ status }) => status))].join(', ')}`;
}

function unknownCameraAnswer({ unknownCamera }: Findings): string {
	if (unknownCamera === undefined) return NOT_SEEN;
	return isPicture(unknownCamera) ? 'gave a picture' : failureInWords(unknownCamera);
}

function failedLooks({ looks }: Findings): string {
	const failed = looks.flatMap((look) => (isPicture(look) ? [] : [failureInWords(look)]));
	return failed.length === 0 ? NOT_SEEN : [...new Set(failed)].join('; ');
}

function limitsAnswer(answers: readonly SeenAnswer[], discretion: Discretion): string {
	const headers = answers.flatMap((answer) => Object.entries(answer.headers));
	const stated = headers.flatMap(([name, value]) =>
		RATE_LIMIT.test(name) && discretion.allows(name) && /^\d{1,9}$/.test(value)
			? [`\`${name}\`: ${value}`]
			: [],
	);
	const limited = answers.filter(({ status }) => status === 429).length;
	const met =
		limited === 0
			? `no answer had status 429 in ${answers.length}`
			: `${limited} answers had status 429`;
	return `${[...new Set(stated.slice(0, 6))].join(', ') || 'no header states one'}; ${met}`;
}

function labelsAnswer({ answers, looks }: Findings, discretion: Discretion): string {
	if (!looks.some(isPicture)) return NOT_SEEN;
	const types = answers
		.filter(({ call, status }) => call === 'thumbnail' && status < 300)
		.map(({ headers }) => discretion.mediaType(headers['content-type']));
	return `what came as ${[...new Set(types)].join(', ')} was ${looks.every(isPicture) ? '' : 'in part '}JPEG`;
}

function answerRows({ answers }: Findings, discretion: Discretion): string[][] {
	const groups = new Map<string, { cells: string[]; count: number; slowestMs: number }>();
	for (const { call, status, headers, tookMs } of answers) {
		const encoding = headers['content-encoding'];
		const packed =
			encoding === undefined ? 'no' : PACKING.test(encoding) ? encoding : 'in an odd way';
		const cells = [call, String(status), discretion.mediaType(headers['content-type']), packed];
		const key = cells.join();
		const group = groups.get(key) ?? { cells, count: 0, slowestMs: 0 };
		const slowestMs = Math.max(group.slowestMs, tookMs);
		groups.set(key, { cells, count: group.count + 1, slowestMs });
	}
	return [...groups.values()].map(({ cells, count, slowestMs }) => [
		...cells,
		String(count),
		`${slowestMs.toLocaleString('en')} ms`,
	]);
}

function headerRows({ answers }: Findings, discretion: Discretion): string[][] {
	const calls = [...new Set(answers.map(({ call }) => call))];
	const namesIn = (wanted: Call) =>
		answers.filter(({ call }) => call === wanted).flatMap(({ headers }) => Object.keys(headers));
	return calls.map((call) => [call, inWords(discretion.sift(namesIn(call)))]);
}

function fieldSection(findings: Findings, discretion: Discretion): string[] {
	const { fields, hidden } = fieldsOf(findings, discretion);
	const total = findings.devices.length;
	const rows = fields.map(({ name, types, count }) => [
		`\`${name}\``,
		types,
		`${count} of ${total}`,
	]);
	const note = `${hidden} more fields are not shown, because the name may be a value.`;
	return [table(['Field', 'Type', 'Devices that have it'], rows), ...(hidden > 0 ? [note] : [])];
}

function pictureRows({ looks, again }: Findings): string[][] {
	const rows = looks.map((look, index) => [String(index + 1), stillInWords(look)]);
	if (again !== undefined) rows.push(['the first with a picture, again', stillInWords(again)]);
	return rows;
}

/** A table of Markdown; a sentence where it would be empty. */
function table(head: readonly string[], rows: readonly string[][]): string {
	if (rows.length === 0) return 'Nothing was seen.';
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
