import fc from 'fast-check';

/**
 * fast-check with a seed that stays: a run is judged by what was changed, not by its luck. Other cases are tried with
 * `FALCO_TEST_SEED=<number> npm test -- --only unit`.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FALCO_TEST_SEED ?? 20_261_122) });

export default fc;
