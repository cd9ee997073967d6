/**
 * The parameter that names one camera.
 */
import type { INodeProperties } from 'n8n-workflow';

export const cameraLocator: INodeProperties = {
	displayName: 'Camera',
	name: 'channelId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The camera to get a picture of',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a camera…',
			typeOptions: { searchListMethod: 'searchChannels', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. Lobby',
			hint: 'The whole name, in upper or lower case. Costs one listing of all devices per run.',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 69eb770a-269d-4dec-9c68-0a55a156723e',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. …/devices?selected=69eb770a-269d-4dec-…',
			hint: 'In the Arcules portal, select the camera under Devices and copy the address: it has “selected=” in it',
		},
	],
};
