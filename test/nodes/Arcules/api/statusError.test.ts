/**
 * Statuses that are about neither the camera nor the account.
 */
import { statusError, type EndpointTexts } from '../../../../nodes/Arcules/api/statusError';

const text = { happened: 'could not', check: 'Check the camera' };
const TEXTS: EndpointTexts = {
	unauthorized: text,
	forbidden: text,
	notFound: text,
	rateLimited: text,
	unavailable: text,
};

test.each([
	[301, 'Arcules sent n8n on to another address', 'Check the Base URL'],
	[302, 'Arcules sent n8n on to another address', 'Check the Base URL'],
	[308, 'Arcules sent n8n on to another address', 'Check the Base URL'],
	[407, 'Arcules was not reached: the network', 'Ask who runs the network'],
	[511, 'Arcules was not reached: the network', 'Ask who runs the network'],
	[503, 'Arcules could not (status 503)', 'Check the camera'],
])('status %p says what it means, and what to do', (status, message, check) => {
	const error = statusError(TEXTS, status, '');
	expect(error).toMatchObject({ reason: 'unavailable', httpStatus: status });
	expect(error.message).toContain(message);
	expect(error.message).toContain(`(status ${status})`);
	expect(error.description).toContain(check);
});
