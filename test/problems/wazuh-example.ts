import { createFieldTables } from '../../server/src/falco/tables/fields.ts';
import { generateWazuh } from '../../server/src/features/generate-wazuh.ts';
import { loadRuleset, logLine } from '../../server/src/wazuh/engine.ts';
import type { GenerateOptions, Profile } from '../../server/src/wazuh/generate/input.ts';
import { findTraps } from '../../server/src/wazuh/help/find-traps.ts';
import { helpFile, helpManager } from '../../server/src/wazuh/help/manager.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { filesOf } from './example.ts';

/** One example of a page about Wazuh. */
export interface WazuhExample {
  readonly fires: boolean;
  /** Falco rules to generate from; without it a file of Wazuh rules to load. */
  readonly generate: boolean;
  /** What stands in the comment beside that. */
  readonly settings: string;
  readonly text: string;
}

/** What is found in an example. */
export interface WazuhFound {
  readonly code: string;
  readonly level: string;
  readonly message: string;
  /** The line of Wazuh's own log. */
  readonly log?: string;
}

/**
 * The examples of a page: fenced XML after a comment `fires` or `silent`, with `file 0005-x.xml` or
 * `list etc/lists/x` after a comma; or fenced YAML after `generate, fires`, with `profile recipe`,
 * `ids 1-2` or `level Notice 7`. Of several files there, `falco_rules.xml` is the one generated before.
 */
export function wazuhExamplesOf(page: string): WazuhExample[] {
  const marked = /<!-- (generate, )?(fires|silent)([^>]*) -->\n```(?:xml|yaml)\n([\s\S]*?)```/g;
  return [...page.matchAll(marked)].map(([, generate, word, settings = '', text = '']) => {
    return { fires: word === 'fires', generate: generate !== undefined, settings, text };
  });
}

/** Everything that is found in an example, by Wazuh's loader, as a trap, or by the generator. */
export function wazuhFound(example: WazuhExample): readonly WazuhFound[] {
  return example.generate ? generated(example) : loaded(example);
}

function loaded({ settings, text }: WazuhExample): readonly WazuhFound[] {
  const name = /file (\S+)/.exec(settings)?.[1] ?? 'local_rules.xml';
  const list = /list (\S+)/.exec(settings)?.[1];
  const { messages } = loadRuleset(
    { [name]: text },
    { lists: list === undefined ? {} : { [list]: 'a:b\n' } },
  );
  const traps = findTraps(helpManager([helpFile(name, text)]), createFieldTables(['container']));
  const said = messages.map((message) => {
    const log = logLine(message);
    return { ...message, ...(log !== undefined && { log }) };
  });
  return [...said, ...traps];
}

function generated({ settings, text }: WazuhExample): readonly WazuhFound[] {
  const workspace = new Workspace();
  workspace.setSettings(defaultSettings);
  const files = filesOf(text);
  for (const [path, rules] of files.filter(([path]) => path.endsWith('.yaml')))
    workspace.setFile(`file:///${path}`, rules, true);
  const previous = files.find(([path]) => path === 'falco_rules.xml')?.[1];
  const neighbours = files.filter(([path]) => path === 'local_rules.xml').map(([, rules]) => rules);
  const target = { options: optionsFrom(settings), neighbours, ...(previous !== undefined && { previous }) };
  return generateWazuh(workspace.snapshot(), target).problems;
}

function optionsFrom(settings: string): GenerateOptions {
  const profile = /profile (\w+)/.exec(settings)?.[1] as Profile | undefined;
  const [, first, last] = /ids (\d+)-(\d+)/.exec(settings) ?? [];
  const [, priority, level] = /level (\w+) (\d+)/.exec(settings) ?? [];
  return {
    ...(profile !== undefined && { profile }),
    ...(first !== undefined && { firstId: Number(first), lastId: Number(last) }),
    ...(priority !== undefined && { levels: { [priority]: Number(level) } }),
  };
}
