// n8n's own rules without those about the sandbox of a shipped node: what is here and in test/ never runs inside n8n.
import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';

/** n8n's rules for the folders nodes/ and credentials/ at the top; test/nodes mirrors them, and is none of them. */
const isForShippedFolders = ({ files }) => files?.some((pattern) => pattern.startsWith('./'));

export default [
	...configWithoutCloudSupport.filter((entry) => !isForShippedFolders(entry)),
	{
		files: ['**/*.ts'],
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/require-node-api-error': 'off',
			'no-console': 'off',
		},
	},
];
