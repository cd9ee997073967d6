/**
 * The steps of a workflow, as a test tells them.
 */
import type { INode, INodeParameters, NodeConnectionType } from 'n8n-workflow';
import type { StoredCredential } from '../../../dev/n8n/client';

/** One node, and what is connected to it beside the next step. */
export interface Step {
	/** Of the node: under this name the run keeps its items. */
	name: string;
	type: string;
	typeVersion: number;
	parameters: INodeParameters;
	credential?: StoredCredential;
	/** What the user chooses in the node's settings. */
	settings?: Pick<INode, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>;
	/** The steps that follow the error output. */
	errorBranch?: readonly Step[];
	/** Nodes plugged into this one from below, as an AI agent has them. */
	plugged?: ReadonlyArray<{ step: Step; into: NodeConnectionType }>;
}

/** The step with On Error set to Continue. */
export const continuing = (step: Step): Step => ({
	...step,
	settings: { ...step.settings, onError: 'continueRegularOutput' },
});

/** The step with On Error set to Continue (using error output), and what follows that output. */
export const withErrorOutput = (step: Step, ...errorBranch: Step[]): Step => ({
	...step,
	settings: { ...step.settings, onError: 'continueErrorOutput' },
	errorBranch,
});

/** The step with Retry On Fail. */
export const retrying = (step: Step, maxTries: number): Step => ({
	...step,
	settings: { ...step.settings, retryOnFail: true, maxTries, waitBetweenTries: 100 },
});

/** n8n's own Edit Fields node, which keeps only this one field. */
export const setField = (name: string, field: string, expression: string): Step => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: { assignments: [{ id: field, name: field, value: expression, type: 'string' }] },
		includeOtherFields: false,
		options: {},
	},
});
