// The tests that drive a real n8n. Apart from the others because they take minutes; one file at a time, because each
// file starts an n8n of its own.
module.exports = {
	rootDir: '../..',
	roots: ['<rootDir>/test/n8n'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/soak/'],
	testEnvironment: '<rootDir>/test/n8n/environment.js',
	globalSetup: '<rootDir>/test/n8n/globalSetup.ts',
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json', diagnostics: false }] },
	testTimeout: 180_000,
};
