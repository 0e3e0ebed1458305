import type { Alert } from '../../replay/alert.ts';
import { falcoLine } from '../../replay/falco-line.ts';
import { readAlerts } from '../../replay/read-alerts.ts';
import { sampleAlerts } from '../../replay/sample/sample-alert.ts';
import { writeJson } from '../../text/json.ts';
import { alertFormats } from '../alert-formats.ts';
import { textValue } from '../yaml-text.ts';
import { Engines, type TestContext } from './engines.ts';
import { expectText, recordAlert } from './record.ts';
import { plainAlert } from './test-alert.ts';

/** What a test is made from. */
export type NewTestSource =
  /** A sample alert of a rule. */
  | { readonly kind: 'rule'; readonly rule: string }
  /** The alert of a text that begins on a line (from 1) or before it; `address` is that of its file. */
  | { readonly kind: 'alert'; readonly text: string; readonly line: number; readonly address?: string };

/**
 * The text of a new test, with what the engines make of its alert now as what it expects, for review; or why
 * there is none. Files are named from `target`, the address of the file of tests.
 */
export async function newTest(
  source: NewTestSource,
  target: string,
  context: TestContext,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  if (source.kind === 'rule') {
    const { snapshot, moment } = context;
    const made = sampleAlerts(snapshot, source.rule, moment);
    if (!made.ok) return { problem: `There is no sample alert for "${source.rule}". ${made.reason}` };
    const lines = [`from: ${textValue(source.rule, 6)}`];
    return { text: await testText(source.rule, lines, plainAlert(made.alert), context) };
  }
  const alert = alertAt(source.text, source.line);
  if (alert === undefined) return { problem: 'There is no alert of Falco on this line.' };
  const name = `${alert.rule ?? 'Alert'} on line ${alert.line}`;
  const path = source.address && relativePath(source.address, target);
  const lines =
    path === undefined ? inlineLines(alert) : [`file: ${textValue(path, 6)}`, `line: ${alert.line}`];
  return { text: await testText(name, lines, alert, context) };
}

async function testText(
  name: string,
  alertLines: readonly string[],
  alert: Alert,
  context: TestContext,
): Promise<string> {
  const engines = await Engines.open(context, [], [alert]);
  const lines = [
    `- test: ${textValue(name, 4)}`,
    '  alert:',
    ...alertLines.map((line) => `    ${line}`),
    '  expect:',
    expectText(await recordAlert(alert, engines), '    '),
  ];
  return `${lines.join('\n')}\n`;
}

/** JSON is YAML, too. */
function inlineLines(alert: Alert): readonly string[] {
  const { fields, ...rest } = alert;
  const line = falcoLine({ ...rest, fields: {} } as Alert);
  const keys = Object.entries(JSON.parse(line) as Record<string, unknown>);
  return [
    ...keys
      .filter(([key]) => key !== 'output_fields')
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
    'output_fields:',
    ...Object.entries(fields).map(([key, value]) => `  ${JSON.stringify(key)}: ${writeJson(value)}`),
  ];
}

function alertAt(text: string, line: number): Alert | undefined {
  let found: Alert | undefined;
  for (const { alerts } of readAlerts([text], alertFormats)) {
    found = alerts.findLast((alert) => alert.line <= line) ?? found;
  }
  return found;
}

/** The path of a file from the folder of another; undefined where they are of different places. */
function relativePath(address: string, from: string): string | undefined {
  const [there, here] = [address.split('/'), from.split('/').slice(0, -1)];
  const same = here.findIndex((part, i) => part !== there[i]);
  const common = same === -1 ? here.length : same;
  if (common < 3) return undefined;
  const path = [...here.slice(common).map(() => '..'), ...there.slice(common)];
  return path.map((part) => decodeURIComponent(part)).join('/');
}
