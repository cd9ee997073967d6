/**
 * The README: it names what the node has.
 */
import { type INodeProperties, jsonParse } from 'n8n-workflow';
import { REASON_WORDS } from '../nodes/Arcules/shared/reasons';
import { properties } from '../nodes/Arcules/resources';
import { properties as ofRule } from '../nodes/Arcules/triggers/rule/description';
import { linesOf } from './harness/sources';

const text = linesOf('README.md').join('\n');

/** What belongs to every node, and notices, which explain themselves. */
const isExplained = ({ name, type }: INodeProperties) =>
	type !== 'notice' && type !== 'hidden' && name !== 'resource' && name !== 'operation';

/** The fields of a collection with the collection. */
const withFields = (property: INodeProperties): INodeProperties[] => [
	property,
	...(property.options ?? []).flatMap((option) => ('type' in option ? [option] : [])),
];

test.each([
	...new Set(
		[...properties, ...ofRule]
			.filter(isExplained)
			.flatMap(withFields)
			.filter(({ displayName }) => displayName !== 'Options')
			.map(({ displayName }) => displayName),
	),
])('the README names the parameter “%s”', (displayName) => {
	// Filters are told together.
	expect(text).toContain(displayName.replace(/ Name or ID$/, ''));
});

test.each(Object.keys(REASON_WORDS))('the README tells the reason `%s`', (reason) => {
	expect(text).toMatch(new RegExp(`^\\| \`${reason}\` +\\|`, 'm'));
});

const links = [...text.matchAll(/\]\(([^)#][^)]*)\)/g)].map(([, target = '']) => target);
const images = [...text.matchAll(/ (?:src|srcset)="([^"]+)"/g)].map(([, source = '']) => source);
const files = [...links, ...images].filter((target) => !target.startsWith('https://'));

const examples = files.filter((file) => file.endsWith('.json'));

test.each(examples)(
	'the workflow %s begins with a note, and has no credential and no webhook of anybody',
	(file) => {
		const { nodes }: { nodes: Array<Record<string, unknown>> } = jsonParse(
			linesOf(file).join('\n'),
		);
		expect(nodes[0]?.type).toBe('n8n-nodes-base.stickyNote');
		expect(nodes.filter((node) => 'credentials' in node || 'webhookId' in node)).toEqual([]);
	},
);
