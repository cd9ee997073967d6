// Tests run from the TypeScript sources; types are checked by `npm run lint`, not again per test file.
module.exports = {
	testEnvironment: 'node',
	// nock keeps its interceptors in globals; Jest's clean-up between files would break them in the middle of a request.
	testEnvironmentOptions: { globalsCleanup: 'off' },
	// Time-critical tests measure for themselves; this is for machines that do other things meanwhile.
	testTimeout: 30_000,
	// Most of the time passes in waits that the tests are about; Jest would take one worker on two cores.
	maxWorkers: 3,
	roots: ['<rootDir>/test'],
	setupFilesAfterEnv: ['environment', 'properties'].map(
		(name) => `<rootDir>/test/harness/${name}.ts`,
	),
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/n8n/'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json', diagnostics: false }] },
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
	coverageReporters: ['text'],
};
