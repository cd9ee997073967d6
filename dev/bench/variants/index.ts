// The variants that are measured side by side, in the order in which they are shown.
import { bareNode, getMany, listThenLive } from './arcules';
import { inN8n } from './inN8n';
import { plainProgram } from './plainProgram';
import { recipe } from './recipe';
import type { Variant } from './variant';

export const VARIANT_NAMES = [
	'recipe',
	'listThenLive',
	'getMany',
	'getManyAnalyzeOff',
	'bareNode',
	'plainProgram',
] as const;

export type VariantName = (typeof VARIANT_NAMES)[number];

export const VARIANTS: Readonly<Record<VariantName, Variant>> = {
	recipe: inN8n('Recipe of n8n’s own nodes', recipe),
	listThenLive: inN8n('List Devices → Get Live Thumbnail', listThenLive),
	getMany: inN8n('Get Many Live Thumbnails', getMany()),
	getManyAnalyzeOff: inN8n('Get Many, Analyze off', getMany({ analyze: false })),
	bareNode: inN8n('Baseline: bare n8n node', bareNode),
	plainProgram,
};
