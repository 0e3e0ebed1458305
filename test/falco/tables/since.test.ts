import { describe, expect, it } from 'vitest';
import { namesSince, releases, sinceOf } from '../../../server/src/falco/tables/since.ts';

describe('sinceOf', () => {
  it('tells the release and the engine', () => {
    expect(sinceOf('operator', 'regex')).toEqual({
      falco: '0.39.0',
      engine: '0.43.0',
      orEarlier: false,
      developmentEngine: '0.42.0',
    });
    expect(sinceOf('transformer', 'getopt')).toMatchObject({ falco: '0.44.0', developmentEngine: '0.61.0' });
    expect(sinceOf('syntax', 'string_escape_xHH')).toMatchObject({ engine: '0.63.0' });
    expect(sinceOf('rule-key', 'rule.override.tags')).toMatchObject({ falco: '0.37.0' });
    expect(sinceOf('code', 'LOAD_UNKNOWN_KEY')).toMatchObject({ falco: '0.44.0' });
  });
  it('says where the oldest release measured already had it', () => {
    expect(sinceOf('field', 'proc.name')).toEqual({ falco: '0.31.0', engine: '0.11.0', orEarlier: true });
    expect(sinceOf('field', 'evt.abspath.src')).toMatchObject({ orEarlier: true });
  });
  it('says what was removed, deprecated or moved', () => {
    expect(sinceOf('field', 'span.id')).toMatchObject({ removed: '0.42.0', deprecated: '0.37.0' });
    expect(sinceOf('field', 'evt.dir')).toMatchObject({ deprecated: '0.42.0', deprecatedEngine: '0.57.0' });
    expect(sinceOf('field', 'container.id')).toMatchObject({ plugin: 'container', pluginSince: '0.41.0' });
    expect(sinceOf('field', 'k8s.svc.id')).toMatchObject({ instead: 'k8smeta.svc.uid' });
    expect(sinceOf('field', 'proc.env')).toMatchObject({ argument: '0.37.0', argumentEngine: '0.31.0' });
    expect(sinceOf('rule-key', 'rule.append')).toMatchObject({ deprecated: '0.37.0' });
    expect(sinceOf('event', 'container_removed')).toMatchObject({ plugin: 'container' });
  });
  it('knows nothing of what never was', () => {
    expect(sinceOf('field', 'proc.nothing')).toBeUndefined();
    expect(sinceOf('field', 'constructor')).toBeUndefined();
  });
});

describe('releases', () => {
  it('run from 0.31.0 to the development version, engines never falling', () => {
    expect(releases[0]).toMatchObject({ falco: '0.31.0', engine: '0.11.0' });
    expect(releases.at(-1)).toMatchObject({ falco: '0.45.0-dev', engine: '0.63.0' });
    const minors = releases.map((each) => Number(each.engine.split('.')[1]));
    expect(minors).toEqual([...minors].sort((a, b) => a - b));
  });
});

describe('namesSince', () => {
  it('includes what is gone', () => {
    expect(namesSince('field')).toContain('mesos.task.name');
  });
});
