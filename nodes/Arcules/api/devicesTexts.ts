/**
 * What is said when the list of devices cannot be had; the probe of a refused account asks for it too.
 */
import { type EndpointTexts, TOO_MANY_REQUESTS } from './statusError';

export const DEVICES_TEXTS: EndpointTexts = {
	unauthorized: {
		happened: 'refused the account',
		check:
			'Check in the Arcules portal that the account still exists, has the API User role, and is not a single sign-on account.',
	},
	forbidden: {
		happened: 'does not let this account see them',
		check:
			'In the Arcules portal, check that the account has the API User role and that sites and locations are assigned to it.',
	},
	notFound: {
		happened: 'does not know this address',
		check: 'Check the Base URL of the credential: it usually ends with /v1',
	},
	rateLimited: {
		happened: TOO_MANY_REQUESTS,
		check: 'Run the workflow less often, or lower Requests per Minute where a node has it.',
	},
	unavailable: {
		happened: 'could not answer right now',
		check: 'Arcules may be busy or under maintenance. Try again in a few minutes.',
	},
};
