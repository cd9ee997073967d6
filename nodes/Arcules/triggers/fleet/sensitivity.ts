/**
 * How far apart two scenes must be to be another view.
 */
import { invalidParameter } from '../../api/errors';
import { show } from '../../shared/parameters';
import type { IsSameView } from './view';

export const SENSITIVITIES = ['low', 'medium', 'high'] as const;

export type Sensitivity = (typeof SENSITIVITIES)[number];

/** @throws {ArculesError} when it is none */
export function parseSensitivity(value: unknown): Sensitivity {
	const known = SENSITIVITIES.find((name) => name === value);
	if (known !== undefined) return known;
	throw invalidParameter(
		`'Sensitivity' must be ${SENSITIVITIES.join(', ')}, but is ${show(value)}`,
		'Choose one from the list. If an expression fills it in, check what the expression gives.',
	);
}

export function sameViewTest(_sensitivity: Sensitivity): IsSameView {
	return (one, other) => one === other;
}
