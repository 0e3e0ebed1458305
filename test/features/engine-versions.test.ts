import { describe, expect, it } from 'vitest';
import { engineVersions } from '../../server/src/features/engine-versions.ts';

describe('engine versions', () => {
  it('are those of Falco’s releases, each once, the newest first', () => {
    const engines = engineVersions();
    expect(engines[0]).toMatchObject({ engine: '0.63.0', falco: ['0.45.0-dev'] });
    expect(new Set(engines.map(({ engine }) => engine)).size).toBe(engines.length);
    expect(engines.at(-1)).toMatchObject({
      engine: '0.11.0',
      falco: ['0.31.0', '0.31.1'],
      date: '2022-01-31',
      changes: '',
    });
  });

  it.each([
    // Measured releases: Falco 0.41 moved the container fields to a plugin, 0.38 brought `iglob` and transformers.
    ['0.50.0', /^\d+ new fields · \d+ removed fields/],
    ['0.40.0', /^new operator iglob · new transformers /],
  ])('tell what changes with %s', (engine, expected) => {
    expect(engineVersions().find((each) => each.engine === engine)?.changes).toMatch(expected);
  });
});
