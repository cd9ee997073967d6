/**
 * What the editor shows of the node: its name below the icon, its panel, and what it adds when it is an agent's tool.
 */
import { type INode, type INodeParameters, type INodeProperties, NodeHelpers } from 'n8n-workflow';
import { Arcules } from '../../../../nodes/Arcules/Arcules.node';
import { ArculesTrigger } from '../../../../nodes/Arcules/ArculesTrigger.node';
import {
	getLiveThumbnail,
	getManyLiveThumbnails,
	getPortState,
	LOBBY,
	listDevices,
	simulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { evaluate, runNode } from '../../../harness/workflow';

afterEach(stopSimulators);

const { description } = new Arcules();

test.each<[INodeParameters, string]>([
	[listDevices(), 'List Devices'],
	[getPortState('a'), 'Get State'],
	[getLiveThumbnail(), 'Get Live Thumbnail'],
	[getManyLiveThumbnails(), 'All cameras'],
	[getManyLiveThumbnails({ cameras: 'given by an expression' }), 'Get Many Live Thumbnails'],
	[getManyLiveThumbnails({ cameras: 'selected', output: 'oneItem' }), 'Selected cameras, one item'],
	[
		getManyLiveThumbnails({ cameras: 'allExcept', output: 'statusOnly' }),
		'All except some, status only',
	],
])('with %j the canvas says %j', (parameters, subtitle) => {
	expect(evaluate(String(description.subtitle), parameters)).toBe(subtitle);
});

test('both nodes have one description, because the panel shows them as one entry', () => {
	expect(new ArculesTrigger().description.description).toBe(description.description);
	expect(description.description).toMatch(/^Get live pictures .+ start a workflow/);
});

test('every dropdown that is filled from the account has a method in both nodes', () => {
	for (const node of [new Arcules(), new ArculesTrigger()]) {
		const asText = JSON.stringify(node.description.properties);
		const named = [...asText.matchAll(/"(?:loadOptionsMethod|searchListMethod)":"(\w+)"/g)];
		const methods: object = { ...node.methods };
		const known = Object.values(methods).flatMap((group: object) => Object.keys(group));
		expect(named.length).toBeGreaterThan(0);
		for (const [, name] of named) expect(known).toContain(name);
	}
});

/** The parameters that the editor shows. */
function shown(parameters: INodeParameters, typeName: string): INodeProperties[] {
	const type = { ...description, name: typeName };
	const node: INode = {
		id: '1',
		name: 'Arcules',
		type: typeName,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	return type.properties.filter((property) =>
		NodeHelpers.displayParameter(parameters, property, node, type),
	);
}

const noticesIn = (properties: readonly INodeProperties[]) =>
	properties.filter(({ type }) => type === 'notice').map(({ displayName }) => displayName);

test.each([
	['Get Live Thumbnail', getLiveThumbnail(), 1],
	['Get Many Live Thumbnails', getManyLiveThumbnails(), 1],
	['List Devices', listDevices(), 0],
	['Get State', getPortState('a'), 0],
])(
	'as a tool, and only as a tool, %s says that agents get no pictures',
	(_name, parameters, count) => {
		expect(noticesIn(shown(parameters, 'arcules'))).toEqual([]);
		expect(noticesIn(shown(parameters, 'arculesTool'))).toEqual(
			Array(count).fill(expect.stringContaining('it is not shown the picture')),
		);
	},
);

test('an option that does not matter is not shown', () => {
	const names = (parameters: INodeParameters) =>
		shown(parameters, 'arcules').map(({ name }) => name);
	expect(names(getManyLiveThumbnails())).not.toContain('cameraIds');
	expect(names(getManyLiveThumbnails({ cameras: 'selected' }))).toContain('cameraIds');
	expect(names(getManyLiveThumbnails())).toContain('binaryPropertyName');
	expect(names(getManyLiveThumbnails({ output: 'statusOnly' }))).not.toContain(
		'binaryPropertyName',
	);
});

test('an agent that says a name is answered in words, without an id of its own', async () => {
	const { credentials } = await simulatedAccount({ cameras: [LOBBY] });
	const { items } = await runNode({
		credentials,
		items: [{ json: { query: { Camera: 'the lobby' } } }, { json: { query: { Camera: 'lobby' } } }],
		onError: 'continueRegularOutput',
		parameters: getLiveThumbnail({
			channelId: { __rl: true, mode: 'name', value: "={{ $json.query['Camera'] }}" },
		}),
	});
	expect(items.map(({ json }) => [json.cameraName, json.pictureStatus, json.error])).toEqual([
		[
			undefined,
			'failed',
			expect.stringContaining('No camera is named "the lobby". Similar names: Lobby. The account'),
		],
		['Lobby', 'ok', null],
	]);
});
