// The environment of each test file: when a test fails, shows the last lines that the running n8ns printed.
const { TestEnvironment } = require('jest-environment-node');

const LINES_SHOWN = 40;

module.exports = class extends TestEnvironment {
	handleTestEvent(event) {
		if (event.name !== 'test_done' || event.test.errors.length === 0) return;
		for (const { url, log } of this.global.runningN8ns ?? []) {
			const lines = log(LINES_SHOWN);
			process.stderr.write(`\n"${event.test.name}" failed. The last lines of ${url}:\n${lines}\n`);
		}
	}
};
