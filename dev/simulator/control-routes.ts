/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The simulator's own endpoints, with which a person breaks and heals cameras by hand.
import type { IncomingMessage } from 'node:http';

import { jsonAnswer, messageAnswer, type Answer } from './answers';
import { ALL_THUMBNAILS, type FaultPlan } from './faults';
import { InvalidFaultError, readFaultPlan } from './parse-fault';
import type { SimulatorStats } from './records';
import { pathOf, readJson } from './request-parts';

/** The path under which these endpoints live. */
export const CONTROL_PREFIX = '/_simulator';

/** What the endpoints act on. */
export interface ControlActions {
	readonly isDevice: (id: string) => boolean;
	readonly setFault: (target: string, plan: FaultPlan) => void;
	readonly stats: () => SimulatorStats;
}

const OK = 200;
const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const FAULT_PATH = new RegExp(`^${CONTROL_PREFIX}/faults/([^/]+)$`);

function isTarget(target: string, actions: ControlActions): boolean {
	return ['login', 'devices', ALL_THUMBNAILS].includes(target) || actions.isDevice(target);
}

async function putFault(
	request: IncomingMessage,
	target: string,
	actions: ControlActions,
): Promise<Answer> {
	const body = await readJson(request);
	if (body === undefined) return messageAnswer(BAD_REQUEST, 'The fault must be sent as JSON');
	const plan = readFaultPlan(body);
	if (plan instanceof InvalidFaultError) return messageAnswer(BAD_REQUEST, plan.message);
	actions.setFault(target, plan);
	return jsonAnswer(OK, { target, fault: body });
}

/** Answers a request to one of these endpoints. */
export async function controlAnswer(
	request: IncomingMessage,
	actions: ControlActions,
): Promise<Answer> {
	const { method = '', url = '' } = request;
	const path = pathOf(url);
	if (method === 'GET' && path === `${CONTROL_PREFIX}/stats`) {
		return jsonAnswer(OK, actions.stats());
	}
	const target = FAULT_PATH.exec(path)?.[1]?.replace(/%2a/i, '*');
	if (target === undefined) return messageAnswer(NOT_FOUND, `Cannot ${method} ${path}`);
	if (!isTarget(target, actions)) {
		const allowed = `a camera's id, login, devices or ${ALL_THUMBNAILS}`;
		return messageAnswer(NOT_FOUND, `There is no target ${target}: use ${allowed}`);
	}
	if (method === 'PUT') return await putFault(request, target, actions);
	if (method !== 'DELETE') return messageAnswer(NOT_FOUND, `Cannot ${method} ${path}`);
	actions.setFault(target, null);
	return jsonAnswer(OK, { target, fault: null });
}
