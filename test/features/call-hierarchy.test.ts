import { describe, expect, it } from 'vitest';
import { callItems, incomingCalls, outgoingCalls } from '../../server/src/features/call-hierarchy.ts';
import { question } from './question.ts';

const files = `#- a.yaml
- list: shells
  items: [bash, sh]
- list: programs
  items: [shells, vim]
- macro: spawned
  condition: evt.type = execve
- macro: shell_spawned
  condition: spawned and proc.name in (shells)
- rule: Shell
  desc: d
  condition: shell_spawned or (spawned and proc.name in (programs) and spawned)
  output: o
  priority: INFO
#- b.yaml
- rule: Shell
  condition: and not spawned
  override: {condition: append}
`;

/** Names of what is found from the name marked with `<|>`, with the text at each place. */
function calls(marked: string, direction: 'incoming' | 'outgoing') {
  const { snapshot, file, offset } = question(marked);
  const [item] = callItems(snapshot, file, offset);
  const found = direction === 'incoming' ? incomingCalls(snapshot, item!) : outgoingCalls(snapshot, item!);
  const origin = (uri: string) => (direction === 'incoming' ? uri : item!.file);
  return found.map(({ item: other, places }) => [
    `${other.isUpdate ? 'changed ' : ''}${other.kind} ${other.name}`,
    places.map(({ start, end }) => snapshot.files.get(origin(other.file))!.text.slice(start, end)).join(),
  ]);
}

describe('the call hierarchy', () => {
  it.each([
    [
      'macro: spaw<|>ned',
      [
        ['macro shell_spawned', 'spawned'],
        ['rule Shell', 'spawned,spawned'],
        ['changed rule Shell', 'spawned'],
      ],
    ],
    [
      'list: she<|>lls',
      [
        ['list programs', 'shells'],
        ['macro shell_spawned', 'shells'],
      ],
    ],
    ['rule: Sh<|>ell', []],
  ])('finds what uses %s', (marked, expected) => {
    expect(calls(files.replace(marked.replace('<|>', ''), marked), 'incoming')).toEqual(expected);
  });

  it.each([
    [
      'rule: Sh<|>ell',
      [
        ['macro shell_spawned', 'shell_spawned'],
        ['macro spawned', 'spawned,spawned'],
        ['list programs', 'programs'],
      ],
    ],
    [
      'macro: shell_spaw<|>ned',
      [
        ['macro spawned', 'spawned'],
        ['list shells', 'shells'],
      ],
    ],
    ['list: progr<|>ams', [['list shells', 'shells']]],
    ['list: she<|>lls', []],
  ])('finds what %s uses', (marked, expected) => {
    expect(calls(files.replace(marked.replace('<|>', ''), marked), 'outgoing')).toEqual(expected);
  });

  it('begins where a name is used, too', () => {
    const { snapshot, file, offset } = question(
      files.replace('condition: shell_sp', 'condition: shell_<|>sp'),
    );
    expect(callItems(snapshot, file, offset)).toMatchObject([{ kind: 'macro', name: 'shell_spawned' }]);
  });

  it('comes to an end where macros name each other', () => {
    const loop = '- macro: a\n  condition: b\n- macro: b<|>\n  condition: a\n';
    expect(calls(loop, 'incoming')).toEqual([['macro a', 'b']]);
    expect(calls(loop, 'outgoing')).toEqual([['macro a', 'a']]);
  });
});
