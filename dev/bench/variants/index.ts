// The variants that are measured side by side, in the order in which they are shown.
import { bareNode, getMany, listThenLive } from './arcules';
import { inN8n } from './inN8n';
import { plainProgram } from './plainProgram';
import { recipe } from './recipe';

export const VARIANTS = {
	recipe: inN8n('Recipe of n8n’s own nodes', recipe),
	listThenLive: inN8n('List Devices → Get Live Thumbnail', listThenLive),
	getMany: inN8n('Get Many Live Thumbnails', getMany()),
	bareNode: inN8n('Baseline: bare n8n node', bareNode),
	plainProgram,
};

export type VariantName = keyof typeof VARIANTS;

export const VARIANT_NAMES: readonly VariantName[] = [
	'recipe',
	'listThenLive',
	'getMany',
	'bareNode',
	'plainProgram',
];
