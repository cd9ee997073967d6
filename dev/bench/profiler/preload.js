// Preloaded into n8n: one SIGUSR2 starts a CPU profile, the next one writes it to the file that was asked for.
const { renameSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { isMainThread } = require('node:worker_threads');

const SAMPLING_INTERVAL_US = 500;

/** The file appears whole or not at all: whoever waits for it may read it at once. */
function write(file, profile) {
	writeFileSync(`${file}.part`, JSON.stringify(profile));
	renameSync(`${file}.part`, file);
}

function profileBetweenSignals(file) {
	let session;
	process.on('SIGUSR2', () => {
		if (session === undefined) {
			session = new Session();
			session.connect();
			session.post('Profiler.enable');
			session.post('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US });
			session.post('Profiler.start');
			return;
		}
		session.post('Profiler.stop', (error, answer) => {
			if (!error) write(file, answer.profile);
		});
		session = undefined;
	});
}

// Child processes and worker threads of n8n inherit the preload too.
const { N8N_BENCH_PROFILE: file } = process.env;
delete process.env.N8N_BENCH_PROFILE;
if (isMainThread && file) profileBetweenSignals(file);
