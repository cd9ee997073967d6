// The environment an n8n of ours runs in: closed to the outside, quiet, and deaf to the user's own n8n settings.
import { withNodeFirst, type N8nInstallation } from './install';

/** Only this machine reaches what listens here. */
export const LOOPBACK = '127.0.0.1';

/** Variables that would reconfigure n8n or Node.js, or that n8n has no business to know. */
const NOT_INHERITED =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_|GENERIC_|CREDENTIALS_|NODES_|ARCULES_|npm_|NODE_OPTIONS$|NODE_ENV$|JEST_)/i;

/** What n8n would otherwise fetch or report, and tell in banners. */
const KEEP_TO_ITSELF = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
};

export interface N8nPlace {
	userFolder: string;
	port: number;
	runnersPort: number;
}

/** The whole environment of one n8n process. */
export function n8nEnvironment(
	{ nodeBinary }: N8nInstallation,
	{ userFolder, port, runnersPort }: N8nPlace,
	extra: Record<string, string>,
): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
	const inherited = Object.fromEntries(kept);
	// n8n sends even requests to this machine to a proxy from the environment, unless told not to.
	const direct = [inherited['NO_PROXY'] ?? inherited['no_proxy'], LOOPBACK, 'localhost'];
	const noProxy = direct.filter(Boolean).join(',');
	return {
		...withNodeFirst(nodeBinary, inherited),
		NO_PROXY: noProxy,
		no_proxy: noProxy,
		...KEEP_TO_ITSELF,
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: LOOPBACK,
		N8N_LISTEN_ADDRESS: LOOPBACK,
		N8N_PORT: String(port),
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(runnersPort),
		// A worker answers health checks only when told to, and on a port of its own.
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: LOOPBACK,
		...extra,
	};
}
