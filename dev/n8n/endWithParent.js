// Preloaded into n8n: ends it when the program that started it is gone, however that program ended.
// Its standard streams are pipes that only that program holds: the end of one of them is the sign.
const { isMainThread } = require('node:worker_threads');

/** At once: n8n asked to end in good order would write to its log, and loop on the broken pipe. */
function endOwnGroup() {
	process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
}

// Worker threads inherit the preload, but not the streams.
if (isMainThread) {
	process.stdout.once('error', endOwnGroup);
	process.stderr.once('error', endOwnGroup);
	process.stdin.once('error', endOwnGroup).once('end', endOwnGroup).resume();
	process.stdin.unref();
}
