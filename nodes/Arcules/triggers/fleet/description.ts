/**
 * The parameters of the trigger, and what its panel says in the editor.
 */
import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';
import { cameraParameters } from '../../shared/cameras';
import { filtersParameter } from '../../shared/filters';
import { optionsParameter, REQUEST_OPTIONS } from '../../shared/requestOptions';
import {
	BLANK_EVENTS,
	DOWN_EVENTS,
	EVENTS,
	EVENTS_WITH_PICTURE,
	type EventName,
	OUTAGE_EVENTS,
} from './events';

/** Shown when one of the events is chosen. */
function shownFor(...events: readonly EventName[]): Pick<INodeProperties, 'displayOptions'> {
	return { displayOptions: { show: { events: [...events] } } };
}

export const properties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: Object.entries(EVENTS).map(([value, shown]) => ({ value, ...shown })),
		default: ['cameraDown', 'cameraUp'],
		description: 'What starts the workflow. Device events alone cost no pictures.',
	},
	...cameraParameters,
	filtersParameter('gatewayId', 'locationId', 'name'),
	{
		displayName: 'Group Outages',
		name: 'groupOutages',
		type: 'boolean',
		default: true,
		...shownFor(...OUTAGE_EVENTS),
		description:
			'Whether cameras of a gateway, or of the whole fleet, that go down together are one event (Gateway Down, Fleet Down) instead of one for each',
	},
	{
		displayName: 'Confirm After',
		name: 'confirmAfter',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 2,
		...shownFor(...OUTAGE_EVENTS, ...BLANK_EVENTS, 'viewChanged', 'deviceRemoved'),
		description:
			'Checks in a row that must agree before a camera counts as down, its picture as blank, its view as changed, or a device as removed. Reasons that may be the account’s or the connection’s take three times as many.',
	},
	{
		displayName: 'Recover After',
		name: 'recoverAfter',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 2,
		...shownFor(...OUTAGE_EVENTS, ...BLANK_EVENTS),
		description: 'Checks in a row that must be good before a camera counts as up again',
	},
	{
		displayName: 'Remind After',
		name: 'remindAfter',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 24,
		...shownFor('cameraStillDown'),
		description: 'Hours from one reminder to the next while it lasts. 0 means none.',
	},
	{
		displayName: 'Frozen After',
		name: 'frozenAfter',
		type: 'number',
		typeOptions: { minValue: 2 },
		default: 3,
		...shownFor('pictureFrozen', 'pictureMoving'),
		description: 'Checks in a row with the very same picture before it counts as frozen',
	},
	{
		displayName: 'Sensitivity',
		name: 'sensitivity',
		type: 'options',
		options: [
			{ name: 'Low', value: 'low', description: 'Only when the camera shows something else' },
			{ name: 'Medium', value: 'medium', description: 'When the camera was turned or moved' },
			{ name: 'High', value: 'high', description: 'Also when it was turned a little' },
		],
		default: 'medium',
		...shownFor('viewChanged'),
		description: 'How different a view must be from the usual one',
	},
	{
		displayName: 'Report Current Problems',
		name: 'reportCurrentProblems',
		type: 'boolean',
		default: false,
		...shownFor(...DOWN_EVENTS, 'pictureBlank'),
		description:
			'Whether to start the workflow for cameras that are down or blank already when the watch begins',
	},
	{
		displayName: 'Attach Picture',
		name: 'attachPicture',
		type: 'boolean',
		default: false,
		...shownFor(...EVENTS_WITH_PICTURE),
		description: 'Whether to add the picture to events that have one',
	},
	optionsParameter(...REQUEST_OPTIONS),
];

const TEST =
	'<b>While building your workflow</b>, fetch a test event: it gives one sample of each chosen event with your real cameras, marked with isTest, and touches nothing that is remembered.';
const FIRST_CHECK =
	'The first check only learns how the fleet is. Each check costs one request for each page of the device list, and one for each camera unless only device events are chosen.';
const ERROR_WORKFLOW =
	'Set an Error Workflow in the workflow settings: when the account itself is refused, no event can tell you.';

/** n8n renders these texts as HTML. */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Watch the cameras of Arcules',
	executionsHelp: {
		inactive: `${TEST}<br /><br /><b>Once you are happy with it</b>, publish the workflow. ${FIRST_CHECK}<br /><br />${ERROR_WORKFLOW} What it found shows up in the <a data-key='executions'>executions list</a>.`,
		active: `${TEST}<br /><br /><b>Your workflow also runs by itself</b>, because it is published. ${FIRST_CHECK}<br /><br />${ERROR_WORKFLOW} What it found shows up in the <a data-key='executions'>executions list</a>.`,
	},
	activationHint:
		'Once you have finished building your workflow, publish it: the first check learns how the fleet is, and from then on events start it.',
};
