// Mutation tests of the rooms that are pure, or nearly: Stryker changes their code in every way it knows, one change at a
// time, and a change that no test notices is a gap. Not in CI, because it takes long.
//
// One room at a time: `npm run test:mutation -- --mutate 'nodes/Arcules/picture/*.ts'`; several are separated by commas.

const source = 'nodes/Arcules';

export default {
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	jest: { configFile: 'test/mutation/jest.config.js' },
	mutate: [
		`${source}/api/{channelId,opaqueId,paging,retry}.ts`,
		`${source}/picture/*.ts`,
		`${source}/shared/fileName.ts`,
		`${source}/triggers/fleet/{compare,condition,encodedCamera,encoding,state,stateVersion1,view}.ts`,
		`${source}/triggers/rule/signature.ts`,
	],
	// Each mutant meets only the tests that reach it.
	coverageAnalysis: 'perTest',
	// A constant that is computed when a file is loaded could only be mutated by loading all of it anew for each mutant.
	ignoreStatic: true,
	// What has not changed since the last run is not run again.
	incremental: true,
	incrementalFile: 'output/mutation/incremental.json',
	tempDirName: 'output/mutation/sandbox',
	// What is left there would be linted.
	cleanTempDir: 'always',
	ignorePatterns: ['dist', 'docs', 'examples', 'output', 'test/n8n'],
	reporters: ['clear-text', 'progress-append-only', 'html'],
	clearTextReporter: { allowColor: false, reportTests: false },
	htmlReporter: { fileName: 'output/mutation/report.html' },
	concurrency: 2,
	timeoutMS: 10_000,
	thresholds: { high: 95, low: 90, break: 90 },
};
