// A chat model on loopback that speaks OpenAI's API and answers by a script.
import { createServer } from 'node:http';
import express from 'express';
import type { Credential } from '../../../dev/n8n/client';
import { at, listAt } from '../../../dev/n8n/json';
import { listenOnLoopback } from './listen';

/** The name under which it is listed; it answers to any other as well. */
export const VISION_MODEL = 'gpt-4o';

/** What the model says next: text, or that it wants a tool called. */
export type Reply =
	| { text: string }
	| { tool: string; arguments: Readonly<Record<string, unknown>> };

export interface ChatModel {
	/** Where the API is, up to its version. */
	readonly baseUrl: string;
	readonly credential: Credential;
	/** The bodies of the requests so far. */
	readonly requests: readonly unknown[];
	/** What is said to the next requests, in this order; after the last it says "Done." */
	script(...replies: Reply[]): void;
	close(): Promise<void>;
}

export async function openChatModel(): Promise<ChatModel> {
	const requests: unknown[] = [];
	const replies: Reply[] = [];
	const app = express();
	app.post('/v1/chat/completions', express.json({ limit: '50mb' }), ({ body }, response) => {
		requests.push(body);
		const message = messageOf(replies.shift() ?? { text: 'Done.' }, requests.length);
		if (at(body, 'stream') === true) response.type('text/event-stream').send(streamed(message));
		else response.json(completion('chat.completion', { message, ...finished(message) }));
	});
	app.get('/v1/models', (_request, response) => {
		response.json({ object: 'list', data: [{ id: VISION_MODEL, object: 'model', created: 0 }] });
	});
	// The newer API, which n8n's node for images uses.
	app.post('/v1/responses', express.json({ limit: '50mb' }), ({ body }, response) => {
		requests.push(body);
		const { content } = messageOf(replies.shift() ?? { text: 'Done.' }, requests.length);
		const output = [{ type: 'output_text', text: content, annotations: [] }];
		response.json({
			id: 'resp_1',
			object: 'response',
			status: 'completed',
			error: null,
			output: [{ id: 'msg_1', type: 'message', role: 'assistant', content: output }],
		});
	});
	const { url, close } = await listenOnLoopback(createServer(app));
	const baseUrl = `${url}/v1`;
	return {
		baseUrl,
		credential: { name: 'Model', type: 'openAiApi', data: { apiKey: 'sk-test', url: baseUrl } },
		requests,
		script: (...next) => void replies.splice(0, replies.length, ...next),
		close,
	};
}

type Message = Record<string, unknown>;

function messageOf(reply: Reply, turn: number): Message {
	if ('text' in reply) return { role: 'assistant', content: reply.text };
	const called = { name: reply.tool, arguments: JSON.stringify(reply.arguments) };
	const call = { index: 0, id: `call_${turn}`, type: 'function', function: called };
	return { role: 'assistant', content: null, tool_calls: [call] };
}

const finished = (message: Message) => ({
	finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop',
});

const completion = (object: string, choice: Record<string, unknown>) => ({
	id: 'chatcmpl-1',
	object,
	created: 0,
	model: 'scripted',
	choices: [{ index: 0, ...choice }],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

function streamed(message: Message): string {
	const chunks = [
		completion('chat.completion.chunk', { delta: message, finish_reason: null }),
		completion('chat.completion.chunk', { delta: {}, ...finished(message) }),
	];
	return [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]']
		.map((data) => `data: ${data}\n\n`)
		.join('');
}

/** The texts of this role in a request to the model. */
export const messagesOf = (request: unknown, role: string): string[] =>
	listAt(request, 'messages')
		.filter((message) => at(message, 'role') === role)
		.map((message) => String(at(message, 'content')));
