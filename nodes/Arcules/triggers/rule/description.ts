/**
 * The parameters of the trigger, its webhook, and what its panel says in the editor.
 */
import type { INodeProperties, IWebhookDescription, TriggerPanelDefinition } from 'n8n-workflow';
import { binaryPropertyName } from '../../shared/pictureOptions';
import { optionsParameter } from '../../shared/requestOptions';
import { PATH_LABEL } from './path';
import { SETTINGS } from './picture';

export const webhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'onReceived',
	// An empty body.
	responseData: 'noData',
	path: 'webhook',
};

/** n8n renders it as HTML, of which it leaves links, lists with bullets, and nothing else. */
const STEPS = `<ul>${[
	'Open “Webhook URLs” above, and copy the test URL.',
	'In the Arcules portal, add the action “Call Webhook” to your rule, and paste the URL there.',
	'Type an API key in the rule, best a secret too, and the same in a credential here. With neither, anybody who knows the URL can start this workflow.',
	'Press “Execute step”, and let the rule fire: the event appears in the output.',
	'For a picture, switch on “Attach Picture”, and type where the camera’s ID stands in that event.',
	'Publish the workflow, and put the production URL into the rule.',
]
	.map((step) => `<li>${step}</li>`)
	.join('')}</ul>`;

const pictureShown = { show: { attachPicture: [true] } };

const pictureSettings = optionsParameter(
	'analyze',
	'fileName',
	'includeDetails',
	'lookUpName',
	'maxAge',
	'requestsPerMinute',
	'retries',
	'timeout',
);

const isOption = (option: unknown): option is INodeProperties =>
	typeof option === 'object' && option !== null && 'type' in option;

/** In alphabetical order of their labels, with those of the picture only where there is one. */
const settings: INodeProperties = {
	...pictureSettings,
	name: SETTINGS,
	options: [
		...(pictureSettings.options ?? [])
			.filter(isOption)
			.map((option) => ({ ...option, displayOptions: { show: { '/attachPicture': [true] } } })),
		{
			displayName: 'Ignore Repeats',
			name: 'ignoreRepeats',
			type: 'boolean' as const,
			default: false,
			description:
				'Whether to start nothing when the very same signed body comes again within ten minutes. Use it only when each event of the rule has a time or an ID of its own in its body: two equal bodies are one event then.',
		},
		{
			displayName: 'Raw Body',
			name: 'rawBody',
			type: 'boolean' as const,
			default: false,
			description:
				'Whether to add the body as a file, byte for byte, in the binary field rawBody. Numbers with more than 15 digits are exact only there.',
		},
	].sort((one, other) => one.displayName.localeCompare(other.displayName)),
};

export const properties: INodeProperties[] = [
	{ displayName: STEPS, name: 'steps', type: 'notice', default: '' },
	{
		// n8n leaves the body of a node of version 1 alone when this is set. Otherwise it would parse it before the node
		// sees it, and refuse what is no JSON, or is too large for it, in its own words and after its own deadlines.
		displayName: 'Body as It Is',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
	// n8n finds the preview of the output by these; without them it would show that of the other trigger in this folder.
	{ displayName: 'Resource', name: 'resource', type: 'hidden', default: 'rule' },
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'hidden',
		displayOptions: { show: { attachPicture: [false] } },
		default: 'event',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'hidden',
		displayOptions: pictureShown,
		default: 'eventWithPicture',
	},
	{
		displayName: 'When the Signature Does Not Match',
		name: 'onUnverified',
		type: 'options',
		options: [
			{
				name: 'Refuse the Event',
				value: 'refuse',
				description: 'Answer 401 and start nothing',
			},
			{
				name: 'Pass It On',
				value: 'pass',
				description: 'Start the workflow with signature.verified set to false, and the reason',
			},
		],
		default: 'refuse',
		description:
			'What to do with an event without the right signature, where the credential has a secret',
	},
	{
		displayName: 'Attach Picture',
		name: 'attachPicture',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description: 'Whether to add what a camera sees at that moment',
	},
	{
		displayName: PATH_LABEL,
		name: 'channelIdPath',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'body.deviceId',
		displayOptions: pictureShown,
		description:
			"Where the camera's ID stands in the event. Fetch a test event, find the ID in the output, and type the names that lead to it, with dots in between.",
	},
	{ ...binaryPropertyName, displayOptions: pictureShown },
	settings,
];

const TEST =
	'<b>While building your workflow</b>, press “Execute step”, and let the rule fire with the test URL. The event shows up in the output.';
const RUNS = "You can see the events in the <a data-key='executions'>executions list</a>.";

/** n8n renders these texts as HTML. */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Start when a rule of Arcules fires',
	executionsHelp: {
		inactive: `${TEST}<br /><br /><b>Once you are happy with it</b>, publish the workflow, and put the production URL into the rule. ${RUNS}`,
		active: `${TEST}<br /><br /><b>Your workflow also runs by itself</b>, because it is published, when the rule calls the production URL. ${RUNS}`,
	},
	activationHint:
		'Once you have finished building your workflow, publish it, and put the production URL into the rule.',
};
