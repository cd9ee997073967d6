/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Takes a request apart: target, channel, query, token, JSON body.
import type { IncomingMessage } from 'node:http';

import type { RequestRecord, RequestTarget } from './records';

/** The path under which the API lives. */
export const API_PREFIX = '/v1';

const THUMBNAIL_PATH = new RegExp(`^${API_PREFIX}/thumbnail/([^/]+)/live$`);
const BEARER = /^Bearer +(\S+)$/i;
const NO_QUERY: Readonly<Record<string, string>> = Object.freeze({});
const BODY_LIMIT_BYTES = 65_536;

function decodePart(part: string): string | undefined {
	try {
		return decodeURIComponent(part);
	} catch {
		return undefined;
	}
}

function route(method: string, path: string): { target: RequestTarget; channelId?: string } {
	if (method === 'POST' && path === `${API_PREFIX}/login`) return { target: 'login' };
	if (method === 'GET' && path === `${API_PREFIX}/devices`) return { target: 'devices' };
	const part = method === 'GET' ? THUMBNAIL_PATH.exec(path)?.[1] : undefined;
	const channelId = part === undefined ? undefined : decodePart(part);
	return channelId === undefined ? { target: 'other' } : { target: 'thumbnail', channelId };
}

/** The path of a request target, without the query. */
export function pathOf(requestTarget: string): string {
	const queryAt = requestTarget.indexOf('?');
	return queryAt === -1 ? requestTarget : requestTarget.slice(0, queryAt);
}

function queryOf(requestTarget: string): Readonly<Record<string, string>> {
	const queryAt = requestTarget.indexOf('?');
	if (queryAt === -1) return NO_QUERY;
	return Object.fromEntries(new URLSearchParams(requestTarget.slice(queryAt + 1)));
}

/** The record of a request that has just arrived. */
export function recordOf(request: IncomingMessage): RequestRecord {
	const { method = '', url = '' } = request;
	const path = pathOf(url);
	const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
	return {
		at: Date.now(),
		method,
		path,
		...route(method, path),
		query: queryOf(url),
		status: 0,
		authorization: token !== undefined,
		token,
	};
}

/** The request's body as JSON; undefined when it is none, or too long. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	const parts: AsyncIterable<Buffer> = request;
	for await (const part of parts) {
		bytes += part.length;
		if (bytes <= BODY_LIMIT_BYTES) chunks.push(part);
	}
	if (bytes > BODY_LIMIT_BYTES) return undefined;
	try {
		return JSON.parse(Buffer.concat(chunks).toString());
	} catch {
		return undefined;
	}
}
