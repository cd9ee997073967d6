// Runs n8n's own analyser of community packages, @n8n/scan-community-package, on folders instead of the registry: prints
// what it says of each as JSON. A program of its own, because the analyser is an ES module, which Jest cannot load.
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const [unpackedTarball, sources] = process.argv.slice(2);
/** What it looks at in a tarball: declarations and the like are covered by the sources. */
const TARBALL_FILE_PATTERNS = ['**/*.js', 'package.json'];

console.log(
	JSON.stringify({
		tarball: await analyzePackage(unpackedTarball, TARBALL_FILE_PATTERNS),
		sources: await analyzePackage(sources, SOURCE_FILE_PATTERNS),
	}),
);
