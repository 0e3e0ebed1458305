import { describe, expect, it } from 'vitest';
import { ruleTemplates } from '../../client/src/templates/rule-templates.ts';
import { collectProblems } from '../../server/src/checks/collect.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

/** The text that a template leaves behind when every place keeps its default. */
function expand(body: string): string {
  return body.replace(/\$\{\d\|([^,|]*)[^|]*\|\}/g, '$1').replace(/\$\{\d:([^}]*)\}/g, '$1');
}

describe('each rule template', () => {
  it.each(ruleTemplates.map(({ label, body }) => [label, body]))(
    '%s is a rule without problems',
    (_label, body) => {
      const workspace = new Workspace();
      workspace.setFile('file:///new.yaml', expand(body!));
      const snapshot = workspace.snapshot();
      const problems = collectProblems(snapshot, snapshot.files.get('file:///new.yaml')!);
      expect(problems.filter(({ level }) => level !== 'hint').map(({ message }) => message)).toEqual([]);
      expect([...snapshot.load.compiled.rules.keys()]).toHaveLength(1);
    },
  );

  it.each(ruleTemplates.map(({ label, body }) => [label, body]))(
    '%s has stops without gaps',
    (_label, body) => {
      const stops = [...body!.matchAll(/\$\{(\d)/g)].map((match) => Number(match[1]));
      expect(stops.sort()).toEqual(stops.map((_, i) => i + 1));
    },
  );
});
