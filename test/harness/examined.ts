/**
 * The doctor at work on a simulated account, and what holds for every report.
 */
import { examine } from '../../dev/doctor/examine';
import type { Findings } from '../../dev/doctor/findings';
import { reportOf } from '../../dev/doctor/report';
import { DEFAULT_ACCOUNT, type Simulator, type SimulatorOptions } from '../../dev/simulator';
import { DEFAULT_SETTINGS } from '../../nodes/Arcules/api/settings';
import { simulatedAccount } from './simulated';

const CIRCUMSTANCES = {
	packageVersion: '0.2.0',
	isUsualAddress: false,
	issues: 'https://example.com/issues',
	writtenAt: new Date('2026-11-30T12:00:00Z'),
};
const QUICK = { ...DEFAULT_SETTINGS, concurrency: 1, retries: 0, timeoutMs: 500 };

/** An account that was examined. */
export interface Examined {
	report: string;
	findings: Findings;
	simulator: Simulator;
	/** The answer to a question of the report. */
	answer(question: string): string;
}

/** Examines a simulated account. */
export async function examined(
	options: SimulatorOptions = {},
	prepare: (simulator: Simulator) => void = () => {},
): Promise<Examined> {
	const { simulator } = await simulatedAccount(options);
	prepare(simulator);
	const account = { ...DEFAULT_ACCOUNT, baseUrl: simulator.baseUrl };
	const findings = await examine(account, new AbortController().signal, QUICK);
	const report = reportOf(findings, CIRCUMSTANCES);
	const answer = (question: string) =>
		report
			.split('\n')
			.map((line) => line.split(' | '))
			.find(([first = '']) => first === `| ${question}`)?.[1]
			?.replace(/ \|$/, '') ?? '';
	return { report, findings, simulator, answer };
}

/** What belongs to the account alone; what is too short to be told from other words is left out. */
function privateTexts({ simulator, findings }: Examined): string[] {
	const fields = simulator.devices.flatMap(({ id, name, locationId, gatewayId }) =>
		[id, name, locationId, gatewayId].flatMap((text) => [text, text.trim()]),
	);
	const { jwtToken } = findings.credential;
	const { email, password } = DEFAULT_ACCOUNT;
	return [...fields, email, password, String(jwtToken ?? ''), `127.0.0.1:${simulator.port}`].filter(
		(text) => text.length > 3,
	);
}

/** Every question has an answer, and nothing private is in the report. */
export function expectDiscreetAndComplete(account: Examined): void {
	const { report } = account;
	const questions = report.split('\n').filter((line) => /^\| .* \| .* \|$/.test(line));
	expect(questions.length).toBeGreaterThan(18);
	expect(report.split('\n').filter((line) => /\|\s+\||undefined|NaN|\[object/.test(line))).toEqual(
		[],
	);
	expect(privateTexts(account).filter((text) => report.includes(text))).toEqual([]);
	expect(report.trimEnd().split('\n').at(-1)).toMatch(/^Paste this into an issue: /);
}

/** Headers whose names or values tell something of the account, and one that states a limit. */
export const TELLING_HEADERS = {
	kind: 'headers' as const,
	headers: {
		'x-demo-password': '1',
		'x-69eb770a-269d-4dec-9c68-0a55a156723e': '2',
		'x-lobby': 'Lobby',
		'x-ratelimit-limit': '500',
		'x-ratelimit-lobby': '7',
		'x-ratelimit-policy': DEFAULT_ACCOUNT.email,
		etag: DEFAULT_ACCOUNT.password,
	},
};
