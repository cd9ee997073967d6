// The links to this project's own repository, which stand in texts, node descriptions and GitHub's own files: they follow
// from package.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';
import { type Manifest, PROJECT_FOLDER, type Repository, repositoryOf } from './publisher';

const CODEOWNERS = '.github/CODEOWNERS';
const OWNER = /@[\w-]+(?=\s*$)/gm;
const NOT_TEXT = /\.(png|jpg|woff2?|wasm)$|^package-lock\.json$|^(dev|test)\//;

/** A file whose links lead elsewhere than package.json says. */
export interface StrayFile {
	readonly file: string;
	/** The file's text as it should be. */
	readonly corrected: string;
}

/** All texts in git in which links may stand. */
async function textFiles(folder: string): Promise<string[]> {
	const { stdout } = await execa('git', ['ls-files'], { cwd: folder });
	return stdout
		.split('\n')
		.filter((file) => file !== '' && !NOT_TEXT.test(file) && existsSync(path.join(folder, file)));
}

/**
 * The text with every link to this project leading to its repository.
 *
 * @param text of a file, in which a link to any repository of the package's name, or of the repository's own, is ours
 */
function withRepository(text: string, { address }: Repository, packageName: string): string {
	const names = [packageName, path.posix.basename(address)].map((name) =>
		name.replaceAll('.', '\\.'),
	);
	const ours = new RegExp(`https://github\\.com/[\\w.-]+/(?:${names.join('|')})(?![\\w-])`, 'g');
	return text.replace(ours, address);
}

/** The files in which a link, or the code owner, is not what package.json says. */
export async function strayFiles(
	manifest: Manifest,
	folder = PROJECT_FOLDER,
): Promise<StrayFile[]> {
	const repository = repositoryOf(manifest);
	const stray: StrayFile[] = [];
	for (const file of await textFiles(folder)) {
		const text = readFileSync(path.join(folder, file), 'utf8');
		const linked = withRepository(text, repository, manifest.name);
		const corrected = file === CODEOWNERS ? linked.replace(OWNER, `@${repository.owner}`) : linked;
		if (corrected !== text) stray.push({ file, corrected });
	}
	return stray;
}

/** Corrects the links; answers with the names of the files that were changed. */
export async function correctLinks(manifest: Manifest, folder = PROJECT_FOLDER): Promise<string[]> {
	const stray = await strayFiles(manifest, folder);
	for (const { file, corrected } of stray) writeFileSync(path.join(folder, file), corrected);
	return stray.map(({ file }) => file);
}
