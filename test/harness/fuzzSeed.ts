/** Where chance begins in the tests: anywhere for a long run, else always at the same place. `FUZZ_SEED` says another one. */
export const FUZZ_SEED = Number(
	process.env.FUZZ_SEED ??
		(process.env.FUZZ_RUNS === undefined ? 20_261_125 : Date.now() % 2 ** 31),
);
