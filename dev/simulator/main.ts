// Runs the simulator by hand, or fires a rule: npm run simulator -- --help
import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';

import { CONTROL_PREFIX, reasonOf } from './control';
import { CAMERA_TYPE } from './devices';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator, type SimulatorOptions } from './index';
import { fireRule, SIGNATURE_FORMS, type SignatureForm } from './rules';

type StartFlags = SimulatorOptions &
	Readonly<{ port: number; latency: number; offline: number; options: SimulatorOptions }>;
type FireFlags = Readonly<{
	body: string;
	bodyFile?: string;
	apiKey?: string;
	secret?: string;
	signature: SignatureForm;
	header: Readonly<Record<string, string>>;
	method: string;
	times: number;
}>;

const MAX_COUNT = 31_536_000;

function wholeNumber(text: string): number {
	if (/^\d+$/.test(text) && Number(text) <= MAX_COUNT) return Number(text);
	throw new InvalidArgumentError(`Use a whole number from 0 to ${MAX_COUNT}.`);
}

function jsonObject(text: string): object {
	try {
		return Object(JSON.parse(text));
	} catch {
		throw new InvalidArgumentError('Use a JSON object.');
	}
}

function describe(simulator: Simulator, offline: number): string {
	const control = `http://127.0.0.1:${simulator.port}${CONTROL_PREFIX}`;
	const cameras = simulator.devices.filter(({ type }) => type === CAMERA_TYPE);
	const [{ id, name } = { id: 'devices', name: 'the device list' }] = cameras;
	return [
		`${pc.bold('Base URL')}  ${simulator.baseUrl}`,
		`${pc.bold('Login')}     ${DEFAULT_ACCOUNT.email} / ${DEFAULT_ACCOUNT.password}`,
		`${pc.bold('Cameras')}   ${cameras.length}${offline ? `, the last ${offline} of them offline` : ''}`,
		'',
		`To break ${name}, and to heal it again:`,
		pc.cyan(`  curl -d '["${id}",{"kind":"offline"}]' ${control}setFault`),
		pc.cyan(`  curl -d '["${id}",null]' ${control}setFault`),
		'To see what was asked so far:',
		pc.cyan(`  curl ${control}stats`),
		'',
		pc.dim('Ctrl-C stops the simulator.'),
	].join('\n');
}

async function start({ latency, offline, options, ...flags }: StartFlags): Promise<void> {
	const { port } = flags;
	const simulator = await startSimulator({ ...flags, latencyMs: latency, ...options }).catch(
		(error: unknown) => {
			if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
			const remedy = 'Stop what uses it, or choose another with --port.';
			throw new Error(`Port ${port} is in use. ${remedy}`);
		},
	);
	const cameras = simulator.devices.filter(({ type }) => type === CAMERA_TYPE);
	for (const { id } of cameras.reverse().slice(0, offline)) simulator.setOffline(id, true);
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void simulator.close());
	console.log(describe(simulator, offline));
}

function header(text: string, others: Readonly<Record<string, string>>): Record<string, string> {
	const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? [];
	if (name !== undefined && value !== undefined) return { ...others, [name]: value };
	throw new InvalidArgumentError('Use "Name: value".');
}

async function fire(url: string, flags: FireFlags): Promise<void> {
	const { signature: signatureForm, bodyFile, header: headers, times, ...call } = flags;
	const body = bodyFile === undefined ? call.body : await readFile(bodyFile);
	for (let time = 0; time < times; time++) {
		const answer = await fireRule({ url, signatureForm, ...call, headers, body });
		console.log(`${answer.status} ${answer.body}`.trim());
		if (answer.status >= 400) process.exitCode = 1;
	}
}

const program = new Command('simulator')
	.description('A stand-in for the Arcules API on this machine.')
	.option('--cameras <n>', 'cameras in the account', wholeNumber, 12)
	.option('--other-devices <n>', 'devices that are none', wholeNumber, 0)
	.option('--port <n>', 'port, 0 for a free one', wholeNumber, 8787)
	.option('--page-size <n>', 'devices in a page', wholeNumber, 100)
	.option('--latency <ms>', 'delay of answers', wholeNumber, 0)
	.option('--token-lifetime-seconds <n>', 'how long a token is good for', wholeNumber, 3600)
	.option('--cursor-parameter <name>', 'query parameter of the cursor', 'cursor')
	.addOption(new Option('--next-as <form>', 'form of page.next').choices(['cursor', 'url']))
	.option('--requests-per-minute <n>', 'rate limit, 0 for none', wholeNumber, 0)
	.option('--offline <n>', 'cameras that are offline', wholeNumber, 0)
	.option('--options <json>', 'any other option of options.ts', jsonObject, {})
	.action(start);

program
	.command('fire')
	.description('Call a webhook as the action "Call Webhook" of a rule does.')
	.argument('<url>', 'where the webhook listens')
	.option('--body <text>', 'sent as it is', '{"event":"motion"}')
	.option('--body-file <path>', 'a file whose bytes are sent instead')
	.option('--api-key <key>', 'sent as Authorization: Bearer')
	.option('--secret <secret>', 'signs the body, for X-Arcules-Signature')
	.addOption(
		new Option('--signature <form>', 'how the signature is written')
			.choices(Object.keys(SIGNATURE_FORMS))
			.default('hex'),
	)
	.option('--header <line>', 'one more header, or another one; may be repeated', header, {})
	.option('--method <method>', 'instead of POST', 'POST')
	.option('--times <n>', 'how often, one after the other', wholeNumber, 1)
	.action(fire);

program.parseAsync().catch((error: unknown) => {
	console.error(`The simulator could not do this. ${reasonOf(error)}`);
	process.exitCode = 1;
});
