// What runs for many minutes, and therefore not in CI: `npm run test:soak`.
module.exports = {
	...require('../jest.config'),
	rootDir: '../../..',
	roots: ['<rootDir>/test/n8n/soak'],
	testPathIgnorePatterns: [],
};
