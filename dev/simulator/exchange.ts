/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// One request and its answer, with the record that is kept of them.
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Answer } from './answers';
import type { RequestRecord } from './records';

/** Everything that answering one request needs. */
export class Exchange {
	constructor(
		readonly request: IncomingMessage,
		readonly response: ServerResponse,
		readonly record: RequestRecord,
	) {}

	/** Whether nobody is waiting for the answer any more. */
	get isAbandoned(): boolean {
		return this.response.destroyed || this.response.socket === null;
	}

	/** Starts the answer. The record shows the status from here on. */
	writeHead(status: number, headers: Readonly<Record<string, string>>): void {
		this.record.status = status;
		this.response.writeHead(status, headers);
	}

	/** Sends a whole answer. */
	send(answer: Answer): void {
		if (this.isAbandoned) return;
		this.writeHead(answer.status, answer.headers);
		this.response.end(answer.body);
	}
}
