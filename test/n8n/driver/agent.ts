/**
 * n8n's AI Agent with a chat model and one tool plugged in.
 */
import type { StoredCredential } from '../../../dev/n8n/client';
import type { Step } from './steps';

/** @param tool a step whose node can be used as a tool */
export const agent = (model: StoredCredential, tool: Step): Step => ({
	name: 'AI Agent',
	type: '@n8n/n8n-nodes-langchain.agent',
	typeVersion: 2.2,
	parameters: { promptType: 'define', text: 'How are the cameras?', options: {} },
	plugged: [
		{ step: chatModel(model), into: 'ai_languageModel' },
		{ step: asTool(tool), into: 'ai_tool' },
	],
});

const chatModel = (credential: StoredCredential): Step => ({
	name: 'OpenAI Chat Model',
	type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
	typeVersion: 1.2,
	credential,
	parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
});

/** n8n offers every node that is usable as a tool a second time, with "Tool" after its type. */
const asTool = (step: Step): Step => ({
	...step,
	type: `${step.type}Tool`,
	parameters: { ...step.parameters, toolDescription: `Arcules cameras: ${step.name}` },
});
