// Runs before each test file: n8n reads its folders from the environment when its modules load.
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-nodes-arcules-jest-'));
process.env.N8N_ENCRYPTION_KEY = 'jest';
process.env.N8N_DEFAULT_BINARY_DATA_MODE = 'filesystem';
process.env.N8N_LOG_LEVEL = 'silent';

// n8n's dependency injection needs it before anything else.
require('reflect-metadata');

afterAll(() => {
	require('node:fs').rmSync(process.env.N8N_USER_FOLDER, { recursive: true, force: true });
});
