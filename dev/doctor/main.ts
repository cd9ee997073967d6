// `npm run doctor`: asks a real account what the API does not document, and writes a report that can be shown to anybody.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { DEFAULT_BASE_URL } from '../../nodes/Arcules/api/account';
import { asStep } from '../n8n/progress';
import { readManifest, repositoryOf } from '../release/publisher';
import { complain, say, terminalProgress } from '../terminal';
import { InputError, readAccount } from './input';
import { reportOf } from './report';

const EXIT_FAILED = 1;
/** Something was missing on the command line or in the environment: nothing was sent. */
const EXIT_BAD_INPUT = 2;

interface Flags {
	baseUrl?: string;
	output: string;
}

const command = new Command('npm run doctor --')
	.description(
		`Signs in to an Arcules account, lists its devices, takes three pictures, and writes a report of how the API behaves. The report holds no password, token, picture, name, id or address. The account is that of ARCULES_EMAIL and ARCULES_PASSWORD in the environment, or you are asked for it.

The exit code is 0 when all went well, 1 when something failed, and 2 when nothing could be asked.`,
	)
	.option('--base-url <url>', `the Base URL of the credential (default: ${DEFAULT_BASE_URL})`)
	.option('--output <file>', 'where the report goes', path.join('output', 'doctor.md'));

/** Answers with the exit code. */
async function main({ baseUrl, output }: Flags): Promise<number> {
	const account = await readAccount(process.env, baseUrl, process.stdin.isTTY);
	// Loaded only now, because n8n's modules take a second or two.
	const load = async () => await import('./examine');
	const { examine } = await asStep(
		terminalProgress,
		{ doing: "Loading n8n's engine", done: "Loaded n8n's engine" },
		load,
	);
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
	const findings = await asStep(
		terminalProgress,
		{ doing: 'Examining the account', done: 'Examined the account' },
		async () => await examine({ ...account }, stop.signal),
	);
	const { answers, failure } = findings;
	if (answers.length > 0) {
		const manifest = readManifest();
		const report = reportOf(findings, {
			packageVersion: manifest.version,
			isUsualAddress: account.baseUrl === DEFAULT_BASE_URL,
			issues: `${repositoryOf(manifest).address}/issues`,
			writtenAt: new Date(),
		});
		mkdirSync(path.dirname(output), { recursive: true });
		writeFileSync(output, report);
		say(`\n${report}`);
		say(pc.dim(`The same is in ${output}.`));
	}
	if (failure === undefined) return 0;
	complain(`${failure.message}\n${failure.description}`);
	return failure.reason === 'invalidParameter' && answers.length === 0
		? EXIT_BAD_INPUT
		: EXIT_FAILED;
}

void main(command.parse().opts<Flags>()).then(
	(exitCode) => process.exit(exitCode),
	(error: unknown) => {
		complain(error instanceof Error ? error.message : String(error));
		process.exit(error instanceof InputError ? EXIT_BAD_INPUT : EXIT_FAILED);
	},
);
