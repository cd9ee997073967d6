/**
 * What the user of an AI agent must know, shown where the node is used as a tool and nowhere else.
 */
import type { INodeProperties } from 'n8n-workflow';

export const toolNotice: INodeProperties = {
	displayName:
		'The agent is told whether there is a picture, when it was taken and of which camera, but it is not shown the picture: n8n hands no files to agents. To have a model look at pictures, give the agent a workflow as its tool in which this node is followed by one that analyzes images. To let the agent choose the camera, set Camera to By Name and let the model fill it in.',
	name: 'toolNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { '@tool': [true] } },
};
