// The targets that the project has set itself, each with how it is computed from the results.
import { max, sum } from 'simple-statistics';
import { measuredRow, type Measured, type Results } from './results';
import type { VariantName } from './variants';
import { CONCURRENCY } from './variants/arcules';

/** Computes a figure; `undefined` when the results lack what it takes. */
type Measure = (results: Results) => number | undefined;

/** What a figure may be at most. */
type Target = readonly [atMost: number, text: string, measure: Measure];

const MEDIUM_FLEET = 1_000;
const LARGE_FLEET = 10_000;
const OWN_VARIANTS: readonly VariantName[] = ['listThenLive', 'getMany', 'getManyAnalyzeOff'];

const ANALYZE_OFF = 'Get Many at 1,000 devices, Analyze off';

const TARGETS: readonly Target[] = [
	// The bare node, the recipe and the plain program do not look into the picture: like is held against like first.
	[1.05, `${ANALYZE_OFF}: time ÷ bare n8n node’s`, timeOf('getManyAnalyzeOff', 'bareNode')],
	[0.62, `${ANALYZE_OFF}: time ÷ recipe’s`, timeOf('getManyAnalyzeOff', 'recipe')],
	[1.7, `${ANALYZE_OFF}: time ÷ plain program’s`, timeOf('getManyAnalyzeOff', 'plainProgram')],
	[0.85, 'Get Many at 1,000 devices: time ÷ recipe’s', timeOf('getMany', 'recipe')],
	[1, 'List → Get Live at 1,000 devices: time ÷ recipe’s', timeOf('listThenLive', 'recipe')],
	[1 / 3, 'Get Many at 1,000 devices: memory above idle ÷ recipe’s', memoryOf('getMany', 'recipe')],
	[1.3, 'Get Many: memory at 10,000 devices ÷ at 1,000', growthOf((row) => row.memoryBytes)],
	[
		1.1,
		'Get Many: time per camera at 10,000 devices ÷ at 1,000',
		growthOf(({ timeMs }, cameras) => timeMs / cameras),
	],
	[
		0,
		'Arcules node: rounds with other requests than pages + cameras + at most one login',
		ofOwnVariants((rows) => sum(rows.map(({ unexpectedRounds }) => unexpectedRounds))),
	],
	[
		CONCURRENCY,
		'Arcules node: most requests at once',
		ofOwnVariants((rows) => max(rows.map(({ maxInFlight }) => maxInFlight))),
	],
	[0, 'Arcules node: failed variants', failuresOfOwnVariants],
	[1.1, 'Trigger: time of a check ÷ Get Many’s at 1,000 devices', watchTime],
	[
		100,
		'Rule trigger: ms to answer, 20 events a second',
		({ rule }) => rule?.sandboxed.rule.timeMs,
	],
	[
		1.3,
		'Rule trigger: time to answer ÷ Webhook node’s',
		({ rule }) => rule && rule.sandboxed.rule.timeMs / rule.sandboxed.webhook.timeMs,
	],
	[
		1.3,
		'Rule trigger: time to answer ÷ Webhook node’s, n8n without sandboxes',
		({ rule }) => rule && rule.unsandboxed.rule.timeMs / rule.unsandboxed.webhook.timeMs,
	],
	[0, 'Pacing: answers 429', ({ pacing }) => pacing?.rateLimited],
	[0, 'Pacing: missing pictures', ({ pacing }) => pacing && pacing.cameras - pacing.pictures],
	[
		1.05,
		'Pacing: time ÷ shortest possible',
		({ pacing }) => pacing && pacing.timeMs / pacing.shortestMs,
	],
	[0, 'Faults: items that are not what they should be', ({ faults }) => faults?.wrongItems],
	[
		1,
		'Faults: time ÷ arithmetic bound',
		({ faults }) => faults && faults.timeMs / faults.upperBoundMs,
	],
];

/** How a target came out. */
export interface Outcome {
	readonly text: string;
	readonly atMost: number;
	readonly value: number | undefined;
	readonly outcome: 'met' | 'missed' | 'not measured';
}

/** All targets, held against what was measured. */
export const outcomesOf = (results: Results): Outcome[] =>
	TARGETS.map(([atMost, text, measure]) => {
		const value = measure(results);
		if (value === undefined) return { text, atMost, value, outcome: 'not measured' };
		return { text, atMost, value, outcome: value <= atMost ? 'met' : 'missed' };
	});

function timeOf(variant: VariantName, other: VariantName): Measure {
	return (results) => {
		const [own, base] = [variant, other].map((name) => measuredRow(results, MEDIUM_FLEET, name));
		return own && base && own.timeMs / base.timeMs;
	};
}

function watchTime(results: Results): number | undefined {
	const getMany = measuredRow(results, MEDIUM_FLEET, 'getMany');
	return results.watch && getMany && results.watch.timeMs / getMany.timeMs;
}

function memoryOf(variant: VariantName, other: VariantName): Measure {
	return (results) => {
		const [own, base] = [variant, other].map((name) => measuredRow(results, MEDIUM_FLEET, name));
		return own && base && own.memoryBytes / base.memoryBytes;
	};
}

/** Get Many's figure at 10,000 devices divided by that at 1,000. */
function growthOf(figure: (row: Measured, cameras: number) => number): Measure {
	return (results) => {
		const [large, medium] = [LARGE_FLEET, MEDIUM_FLEET].map((devices) =>
			measuredRow(results, devices, 'getMany'),
		);
		return large && medium && figure(large, large.cameras) / figure(medium, medium.cameras);
	};
}

function ofOwnVariants(figure: (rows: Measured[]) => number): Measure {
	return ({ fleets }) => {
		const own = fleets.filter(({ variant }) => OWN_VARIANTS.includes(variant));
		const measured = own.filter((row) => 'timeMs' in row);
		return measured.length === 0 ? undefined : figure(measured);
	};
}

function failuresOfOwnVariants({ fleets }: Results): number | undefined {
	const own = fleets.filter(({ variant }) => OWN_VARIANTS.includes(variant));
	return own.length === 0 ? undefined : own.filter((row) => 'failure' in row).length;
}
