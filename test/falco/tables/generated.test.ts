import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { factsAvailable } from '../../support/facts.ts';

describe('generated tables', () => {
  const available = factsAvailable('stale check of the generated tables');
  const run = available ? it : it.skip;
  const reason = available ? '' : ' (skipped: no folder of measured facts)';
  run(`are what the generator writes${reason}`, () => {
    const { status, stderr } = spawnSync(process.execPath, ['tools/tables/generate.mjs', '--check'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
