// The tests that mutants are run against: those of the rooms that are mutated, as far as they are quick. Trials on
// hundreds of real pictures, comparisons with libvips and measurements prove other things, and take too long to be
// repeated for each mutant.
const base = require('../../jest.config.js');

// Far from that of the servers that tests run on, so that a time zone that is forgotten shows.
process.env.TZ = 'Asia/Kathmandu';

const tests = 'test/nodes/Arcules';

module.exports = {
	...base,
	rootDir: '../..',
	testMatch: [
		`<rootDir>/${tests}/api/{channelId,pagingRules,retry}.test.ts`,
		`<rootDir>/${tests}/picture/{analysis,dcImage,frame,huffman,jpeg,jpegParts,markers,progression,wholeness}.test.ts`,
		`<rootDir>/${tests}/shared/fileName.test.ts`,
		`<rootDir>/${tests}/triggers/fleet/{compare,condition,encoding,state,view}.test.ts`,
		`<rootDir>/${tests}/triggers/rule/signature.test.ts`,
	],
	setupFilesAfterEnv: [...base.setupFilesAfterEnv, '<rootDir>/test/mutation/setup.ts'],
	collectCoverageFrom: [],
	coverageThreshold: {},
};
