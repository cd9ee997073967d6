/**
 * The one error class, and what becomes of other errors.
 */
import { NodeOperationError } from 'n8n-workflow';
import {
	ArculesError,
	findArculesError,
	invalidParameter,
	settle,
	toArculesError,
} from '../../../../nodes/Arcules/api/errors';

const NODE = {
	id: '1',
	name: 'Arcules',
	type: 'arcules',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

const FAILURE = new ArculesError('notFound', 'does not know it', {
	description: 'Check the ID',
	httpStatus: 404,
	attempts: 2,
	concernsAccount: true,
	isTransient: true,
});

describe('An ArculesError', () => {
	test('keeps everything but its message when it gets another', () => {
		const renamed = FAILURE.withMessage('Camera "Lobby" gave no picture');
		expect(renamed.message).toBe('Camera "Lobby" gave no picture');
		expect({ ...renamed }).toEqual({ ...FAILURE });
	});

	test('keeps everything but what is changed', () => {
		const changed = FAILURE.with({ attempts: 3 });
		expect({ ...changed }).toEqual({ ...FAILURE, attempts: 3 });
		expect(changed.message).toBe(FAILURE.message);
	});

	test.each([
		['It failed', 'Check it', 'It failed. Check it'],
		['It failed: “off”', 'Check it', 'It failed: “off”. Check it'],
		['It failed. Check it.', 'More', 'It failed. Check it. More'],
		['It failed. Check it', 'Check it', 'It failed. Check it'],
		['It failed', '', 'It failed'],
	])('explains %j and %j in one text', (message, description, explanation) => {
		expect(new ArculesError('internal', message, { description }).explanation).toBe(explanation);
	});

	test('is found among the causes of what n8n’s helper throws', () => {
		const wrapped = new Error('outer', { cause: new Error('inner', { cause: FAILURE }) });
		expect(findArculesError(wrapped)).toBe(FAILURE);
		expect(toArculesError(wrapped)).toBe(FAILURE);
		expect(findArculesError(new Error('other', { cause: 'text' }))).toBeUndefined();
	});
});

describe('Any other error', () => {
	test('of n8n is one about a parameter', () => {
		const thrown = new NodeOperationError(NODE, 'Invalid expression', { description: 'Look' });
		expect(toArculesError(thrown)).toMatchObject({
			reason: 'invalidParameter',
			message: 'Invalid expression',
			description: 'Look',
		});
	});

	test.each([
		[new Error('no space left on device'), 'no space left on device'],
		['a text', 'a text'],
	])('is internal and keeps its words: %s', (thrown, message) => {
		expect(toArculesError(thrown)).toMatchObject({ reason: 'internal', message, attempts: 0 });
	});
});

test('settle gives what the work gives, or its failure', async () => {
	expect(await settle(async () => 7)).toBe(7);
	const failure = await settle(async () => {
		throw invalidParameter('Limit must be a number', 'Correct it');
	});
	expect(failure).toMatchObject({ reason: 'invalidParameter', message: 'Limit must be a number' });
});
