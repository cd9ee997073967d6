// Builds `dist/`: cleans it, compiles the TypeScript, and copies what n8n reads beside the compiled classes.
const { rm } = require('node:fs/promises');
const { spawn } = require('node:child_process');
const { dest, parallel, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });
clean.displayName = 'clean';

/** The project's own compiler, so that a build and an editor agree to the letter. */
const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
		stdio: 'inherit',
	});
compile.displayName = 'compile';

/** `encoding: false` keeps gulp from reading the files as text. */
const copyAssets = () =>
	src(['nodes/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
copyAssets.displayName = 'copy icons, codex files and previews of the output';

exports.clean = clean;
exports.build = series(clean, parallel(compile, copyAssets));
exports.default = exports.build;
