// Property tests try the same examples each time, since a red build must not be a matter of luck; `FUZZ_SEED` has them try
// others, as the weekly workflow does.
import fc from 'fast-check';
import { FUZZ_SEED } from './fuzzSeed';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: FUZZ_SEED });
