/**
 * A mail server on loopback that keeps what it is sent.
 */
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Credential } from '../../../dev/n8n/client';
import { freePort } from '../../../dev/n8n/instance';
import type { Step } from '../driver/steps';

const LOOPBACK = '127.0.0.1';

/** Where mails arrive. */
export interface Mailbox {
	/** The mails so far, in the order of their arrival. */
	readonly mails: readonly ParsedMail[];
	/** For n8n's Send Email node. */
	readonly credential: Credential;
	close(): Promise<void>;
}

export async function openMailbox(): Promise<Mailbox> {
	const mails: ParsedMail[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onData: (stream, _session, done) => {
			simpleParser(stream).then(
				(mail) => {
					mails.push(mail);
					done();
				},
				(error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
			);
		},
	});
	const port = await freePort();
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, LOOPBACK, resolve);
	});
	return {
		mails,
		credential: {
			name: 'Mailbox',
			type: 'smtp',
			data: { host: LOOPBACK, port, secure: false, disableStartTls: true, user: '', password: '' },
		},
		close: async () => await new Promise<void>((resolve) => server.close(() => resolve())),
	};
}

/** n8n's own Send Email node, with the picture attached. */
export const sendEmail = (credential: NonNullable<Step['credential']>): Step => ({
	name: 'Send Email',
	type: 'n8n-nodes-base.emailSend',
	typeVersion: 2.1,
	credential,
	parameters: {
		resource: 'email',
		operation: 'send',
		fromEmail: 'n8n@example.com',
		toEmail: 'guard@example.com',
		subject: '={{ $json.name }}',
		emailFormat: 'text',
		text: '={{ $json.thumbnail.sha256 }}',
		options: { attachments: 'data', appendAttribution: false },
	},
});
