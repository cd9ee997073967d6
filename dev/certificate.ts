// A certificate for servers on loopback, issued by a test authority of its own that nothing trusts unless it is told to.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createCA, createCert } from 'mkcert';

/** What a TLS server takes, and the file that makes clients trust it. */
export interface IssuedCertificate {
	/** PEM, as `tls.createServer` takes them. */
	readonly key: string;
	readonly cert: string;
	/** The authority's certificate, for `NODE_EXTRA_CA_CERTS`. */
	readonly authorityFile: string;
}

const VALIDITY_DAYS = 1;

/**
 * Issues a certificate for these host names and addresses.
 *
 * @param folder where the authority's certificate is put; the authority's key is kept nowhere
 */
export async function issueCertificate(
	folder: string,
	domains: readonly string[],
): Promise<IssuedCertificate> {
	const ca = await createCA({
		organization: 'n8n-nodes-arcules tests',
		countryCode: 'XX',
		state: 'Loopback',
		locality: 'Loopback',
		validity: VALIDITY_DAYS,
	});
	const { key, cert } = await createCert({ ca, domains: [...domains], validity: VALIDITY_DAYS });
	const authorityFile = path.join(folder, 'authority.pem');
	await writeFile(authorityFile, ca.cert);
	return { key, cert, authorityFile };
}
