import type { RulesFile } from '../../workspace/rules-file.ts';
import type { ItemCursor } from '../cursor.ts';
import { keysOf } from '../keys.ts';
import type { CompletionItem, Completions } from './item.ts';

interface Template {
  readonly name: string;
  /** What it is called where the name alone is the plain definition. */
  readonly label?: string;
  readonly owner: 'rule' | 'macro' | 'list' | 'version' | 'detection' | 'test';
  readonly text: string;
}

const templates: readonly Template[] = [
  {
    name: 'rule',
    owner: 'rule',
    text: '- rule: ${1:Name of the rule}\n  desc: ${2:What it detects}\n  condition: >\n    ${3:evt.type = execve}\n  output: ${4:Text (process=%proc.name user=%user.name)}\n  priority: ${5|WARNING,NOTICE,INFO,ERROR,CRITICAL,ALERT,EMERGENCY,DEBUG|}\n  tags: [${6:host}]\n',
  },
  { name: 'macro', owner: 'macro', text: '- macro: ${1:name}\n  condition: ${2:evt.type = execve}\n' },
  { name: 'list', owner: 'list', text: '- list: ${1:name}\n  items: [${2:value}]\n' },
  {
    name: 'rule',
    label: 'rule override',
    owner: 'rule',
    text: '- rule: ${1:Name of the rule}\n  condition: ${2:and not proc.name = value}\n  override:\n    condition: ${3|append,replace|}\n',
  },
  {
    name: 'rule',
    label: 'rule exception',
    owner: 'rule',
    text: '- rule: ${1:Name of the rule}\n  exceptions:\n    - name: ${2:name}\n      fields: [${3:proc.name}]\n      comps: [${4:=}]\n      values:\n        - [${5:value}]\n  override:\n    exceptions: append\n',
  },
  {
    name: 'macro',
    label: 'macro override',
    owner: 'macro',
    text: '- macro: ${1:name}\n  condition: ${2:evt.type = execve}\n  override:\n    condition: ${3|replace,append|}\n',
  },
  {
    name: 'list',
    label: 'list append',
    owner: 'list',
    text: '- list: ${1:name}\n  items: [${2:value}]\n  override:\n    items: append\n',
  },
  { name: 'required_engine_version', owner: 'version', text: '- required_engine_version: ${1:0.57.0}\n' },
  {
    name: 'required_plugin_versions',
    owner: 'version',
    text: '- required_plugin_versions:\n  - name: ${1:name}\n    version: ${2:0.1.0}\n',
  },
];

const detection: Template = {
  name: 'detection',
  owner: 'detection',
  text: '- detection: ${1:Name of the detection}\n  rule: ${2:Name of the rule}\n  where: ${3:proc.name = sh}\n  description: ${4:What it detects}\n  severity: ${5|High,Medium,Low,Informational|}\n  level: ${6:10}\n',
};

const test: Template = {
  name: 'test',
  owner: 'test',
  text: '- test: ${1:What is to happen}\n  alert:\n    from: ${2:Name of the rule}\n  expect:\n    fires: [${2:Name of the rule}]\n',
};

/** The items that a file of rules, detections or tests can hold, each as a whole. */
export function completeItem({ replace }: ItemCursor, file: RulesFile): Completions {
  const possible = file.isDetectionsFile ? [detection] : file.isTestsFile ? [test] : templates;
  const items = possible.map(
    ({ name, label = name, owner, text }, i): CompletionItem => ({
      label: `- ${label}`,
      kind: 'item',
      detail: keysOf[owner].find((key) => key.name === (label === name ? name : 'override'))!.description,
      insert: text,
      snippet: true,
      topic: { kind: 'key', owner, name },
      rank: i,
    }),
  );
  return { items, replace, onlyOnRequest: true };
}
