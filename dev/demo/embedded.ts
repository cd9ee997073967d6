// Runs the workflow of the demo on n8n's own engine inside this process, with the node straight from its sources.
import type { IBinaryData } from 'n8n-workflow';
import { CredentialStore } from '../engine/credentialStore';
import { createWorkflow, readBinary, runWorkflow, Source } from '../engine/engine';
import { ARCULES_NODE_TYPE } from '../names';
// With its extension, because tsx would find Arcules.node.json without.
import { Arcules } from '../../nodes/Arcules/Arcules.node.js';
import type { Account } from './account';
import type { RunResult } from './pictures';
import { runFailure } from './report';
import { demoWorkflow, GET_LIVE_THUMBNAIL, MANUAL_TRIGGER } from './workflow';

/** Runs the workflow once; throws what stopped it. */
export async function runEmbedded(
	credential: Account['credential'],
): Promise<RunResult<IBinaryData>> {
	const workflow = createWorkflow(demoWorkflow({ id: '1', name: 'Arcules account' }), {
		'n8n-nodes-base.manualTrigger': new Source(),
		[ARCULES_NODE_TYPE]: new Arcules(),
	});
	const { data } = await runWorkflow(workflow, {
		start: MANUAL_TRIGGER,
		credentials: new CredentialStore({ ...credential, jwtToken: '', issuedFor: '' }),
	});
	const { error, runData } = data.resultData;
	if (error) throw runFailure({ ...error, message: error.message });
	return { items: runData[GET_LIVE_THUMBNAIL]?.[0]?.data?.main?.[0] ?? [], readFile: readBinary };
}
