// What runs for many minutes, and therefore not in CI: `npm run test:soak`.
module.exports = { ...require('../n8n/jest.config'), roots: ['<rootDir>/test/soak'] };
