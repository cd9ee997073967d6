/**
 * `npm start` as a visitor runs it: a process of its own, with the account in its environment.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import execa from 'execa';
import sharp from 'sharp';
import { DEFAULT_ACCOUNT } from '../dev/simulator';
import { simulatedAccount, stopSimulators } from './harness/simulated';

const ROOT = path.join(__dirname, '..');
const output = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-arcules-start-'));

/** Runs the program; answers with all it printed. */
async function start(args: string[], account: Record<string, string> = {}) {
	const program = ['--import', 'tsx', path.join('dev', 'start.ts'), '--output', output, ...args];
	const env = { NO_COLOR: '1', ARCULES_EMAIL: '', ARCULES_PASSWORD: '', ...account };
	const options = { cwd: ROOT, env, all: true, reject: false } as const;
	const { all, exitCode } = await execa(process.execPath, program, options);
	return { printed: all ?? '', exitCode };
}

const page = () => readFileSync(path.join(output, 'index.html'), 'utf8');
const pictureNames = () => readdirSync(output).filter((name) => name.endsWith('.jpg'));

jest.setTimeout(120_000);

afterEach(async () => {
	await stopSimulators();
	rmSync(output, { recursive: true, force: true });
});

test('shows the pictures of an account, and says of each camera without one why', async () => {
	const { simulator } = await simulatedAccount({
		cameras: ['Lobby <img src=x onerror=alert(1)> & "Hall"', 'Dock', '<b>Roof</b>'].map(
			(name, index) => ({ id: `c${index}`, name, type: 'video', locationId: '', gatewayId: '' }),
		),
	});
	simulator.setOffline('c2', true);

	const { printed, exitCode } = await start([], {
		ARCULES_EMAIL: DEFAULT_ACCOUNT.email,
		ARCULES_PASSWORD: DEFAULT_ACCOUNT.password,
		ARCULES_BASE_URL: simulator.baseUrl,
	});

	expect(printed).toContain('2 of 3 pictures, all on one page');
	expect(exitCode).toBe(1);
	const names = pictureNames();
	expect(names).toHaveLength(2);
	for (const name of names) {
		const { format, width = 0, height } = await sharp(path.join(output, name)).metadata();
		expect(format).toBe('jpeg');
		expect(printed).toContain(name);
		expect(printed).toContain(`${width} × ${height}`);
		expect(page()).toContain(`src="${encodeURIComponent(name)}"`);
	}
	expect(printed).toMatch(/<b>Roof<\/b>: .*The camera is offline/);
	expect(printed).toContain('npm run editor');
	expect(printed).not.toContain(DEFAULT_ACCOUNT.password);
	expect(page()).toContain('Lobby &lt;img src=x onerror=alert(1)&gt; &amp; &quot;Hall&quot;');
	expect(page()).toMatch(/&lt;b&gt;Roof&lt;\/b&gt;.*The camera is offline/);
	expect(page()).not.toMatch(/<img src=x|<b>/);
});

test('takes cameras of the simulated account off the air, and calls that no failure', async () => {
	const { printed, exitCode } = await start(['--offline', '2']);

	expect(printed).toContain('10 of 12 pictures, all on one page');
	expect(page().match(/The camera is offline/g)).toHaveLength(2);
	expect(pictureNames()).toHaveLength(10);
	expect(exitCode).toBe(0);
});

test('says that the password is wrong, and prints none of it', async () => {
	const { simulator } = await simulatedAccount();

	const { printed, exitCode } = await start([], {
		ARCULES_EMAIL: DEFAULT_ACCOUNT.email,
		ARCULES_PASSWORD: 'not-the-pass-phrase',
		ARCULES_BASE_URL: simulator.baseUrl,
	});

	expect(exitCode).toBe(1);
	expect(printed).toContain('The workflow failed in "List Devices": ');
	expect(printed).toContain('refused the email or password');
	expect(printed).not.toMatch(/not-the-pass-phrase|demo@example\.com| at .*\.ts:/);
	expect(simulator.stats().logins).toBe(1);
});

test('says which half of the account is missing', async () => {
	const { printed, exitCode } = await start([], { ARCULES_EMAIL: DEFAULT_ACCOUNT.email });

	expect(printed).toMatch(/^ARCULES_PASSWORD is not set\. /);
	expect(exitCode).toBe(1);
});
