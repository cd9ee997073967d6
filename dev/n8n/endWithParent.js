// Preloaded into n8n: ends it when the program that started it is gone, however that one ended. Its standard input is a
// pipe that only that program holds, so it ends then. Worker threads inherit the preload, but not the pipe.
if (require('node:worker_threads').isMainThread) {
	const group = process.platform === 'win32' ? process.pid : -process.pid;
	const endGroup = () => process.kill(group, 'SIGKILL');
	process.stdin.once('error', endGroup).once('end', endGroup).resume().unref();
}
