import { describe, expect, it } from 'vitest';
import { codeLenses } from '../../server/src/features/code-lenses.ts';
import { documentLinks } from '../../server/src/features/document-links.ts';
import { inlayHints } from '../../server/src/features/inlay-hints.ts';
import { references } from '../../server/src/features/references.ts';
import { question } from './question.ts';

const rules = `- list: shells
  items: [bash, sh]
- list: all_shells
  items: [shells, zsh]
- macro: spawned
  condition: evt.type in (execve, execveat)
- rule: Shell
  desc: d
  condition: >
    spawned
    and proc.name in (all_shells)
  output: o %proc.name
  priority: WARNING
  tags: [T1059, host]
  exceptions:
    - name: e
      fields: [proc.pname]
      comps: [in]
      values:
        - [[shells]]
- rule: Shell
  condition: and not spawned
  override: {condition: append}
`;

const all = { references: true, previews: true };

describe('code lenses', () => {
  it('count what uses and changes a name, and offer what can be done with a rule', () => {
    const { snapshot, file } = question(rules);
    const shown = codeLenses(snapshot, file, all).map(({ span, action }) => [
      file.text.slice(span.start, span.end),
      action.kind === 'references' ? action.count : action.kind,
    ]);
    expect(shown).toEqual([
      ['shells', 2],
      ['all_shells', 1],
      ['spawned', 2],
      ['Shell', 1],
      ['Shell', 'preview-kql'],
      ['Shell', 'preview-wazuh'],
      ['Shell', 'replay'],
    ]);
  });

  it('count as references are found', () => {
    const { snapshot, file } = question(rules);
    for (const { span, action } of codeLenses(snapshot, file, { ...all, previews: false })) {
      expect(action).toMatchObject({ count: references(snapshot, file, span.start, false).length });
    }
  });

  it.each([
    [{ references: false, previews: true }, ['preview-kql', 'preview-wazuh', 'replay']],
    [{ references: false, previews: false }, []],
  ])('are only those that are wanted: %j', (wanted, expected) => {
    const { snapshot, file } = question(rules);
    expect(codeLenses(snapshot, file, wanted).map(({ action }) => action.kind)).toEqual(expected);
  });
});

describe('inlay hints', () => {
  const none = { listSizes: false, eventTypes: false, priorityLevels: false };

  /** The rules with the hints written where they are shown. */
  function annotated(wanted: Partial<typeof none>, text = rules): string[] {
    const { snapshot, file } = question(text);
    const whole = { start: 0, end: file.text.length };
    return inlayHints(snapshot, file, whole, { ...none, ...wanted }).map(
      ({ at, label }) => `${file.text.slice(file.text.lastIndexOf('\n', at - 1) + 1, at).trim()} «${label}»`,
    );
  }

  it('tell how many items a list stands for', () => {
    expect(annotated({ listSizes: true })).toEqual([
      'items: [shells «2 items»',
      'and proc.name in (all_shells «3 items»',
      '- [[shells «2 items»',
    ]);
  });

  it('tell the event types of a rule', () => {
    const rule = (condition: string) =>
      `- rule: R\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n`;
    expect(annotated({ eventTypes: true }, rule('evt.type in (open, openat)'))).toEqual([
      '- rule: R «open, openat»',
    ]);
    expect(annotated({ eventTypes: true }, rule('evt.type in (open, openat, read, write)'))).toEqual([
      '- rule: R «4 event types»',
    ]);
    expect(annotated({ eventTypes: true }, rule('evt.tpye = open'))).toEqual([]);
  });

  it('tell the number of a priority', () => {
    expect(annotated({ priorityLevels: true })).toEqual(['priority: WARNING «level 4»']);
  });

  it('are only those in view', () => {
    const { snapshot, file } = question(rules);
    const inView = { start: 0, end: rules.indexOf('- macro') };
    expect(inlayHints(snapshot, file, inView, { ...none, listSizes: true })).toHaveLength(1);
  });
});

describe('document links', () => {
  it('lead to techniques and plugins', () => {
    const plugins =
      '- required_plugin_versions:\n  - name: k8saudit\n    version: 0.7.0\n    alternatives:\n      - name: k8saudit-eks\n        version: 0.4.0\n  - name: unknown\n    version: 0.1.0\n';
    const { file } = question(plugins + rules);
    expect(
      documentLinks(file).map(({ span, target }) => [file.text.slice(span.start, span.end), target]),
    ).toEqual([
      ['k8saudit', 'https://github.com/falcosecurity/plugins/tree/main/plugins/k8saudit'],
      ['k8saudit-eks', 'https://github.com/falcosecurity/plugins/tree/main/plugins/k8saudit-eks'],
      ['T1059', 'https://attack.mitre.org/techniques/T1059/'],
    ]);
  });
});
