// A mail server on loopback that keeps what it is sent.
import { once } from 'node:events';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Credential } from '../../../dev/n8n/client';
import { freePort } from '../../../dev/n8n/instance';
import type { Step } from '../../../dev/n8n/workflow';

const HOST = '127.0.0.1';

export interface Mailbox {
	/** The mails so far, in the order of their arrival. */
	readonly mails: readonly ParsedMail[];
	readonly credential: Credential;
	close(): Promise<void>;
}

/** For n8n's Send Email node, which connects when it sends. */
export const smtpCredential = (port: number): Credential => ({
	name: 'SMTP account',
	type: 'smtp',
	data: { host: HOST, port, secure: false, disableStartTls: true, user: '', password: '' },
});

export async function openMailbox(): Promise<Mailbox> {
	const mails: ParsedMail[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onData: (stream, _session, done) => {
			const kept = simpleParser(stream).then((mail) => void mails.push(mail));
			kept.then(() => done(), done);
		},
	});
	const port = await freePort();
	await once(server.listen(port, HOST), 'listening');
	return {
		mails,
		credential: smtpCredential(port),
		close: async () => await new Promise<void>((resolve) => server.close(resolve)),
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
		text: '={{ $json.pictureDetails.sha256 }}',
		options: { attachments: 'data', appendAttribution: false },
	},
});
