import { eventOf } from '../../falco/evaluate/event.ts';
import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { Alert } from '../../replay/alert.ts';
import { replayRules } from '../../replay/replay-rules.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Expectation, FalcoTest } from '../../workspace/tests/falco-test.ts';
import type { SentinelQuery } from '../stages/sentinel-queries.ts';
import { flowValue } from '../yaml-text.ts';
import type { Engines } from './engines.ts';
import { incidentsOf } from './incidents.ts';
import { failureOf } from './run-tests.ts';
import { transportsOf } from './sentinel-expectation.ts';
import { testAlert } from './test-alert.ts';

/** What the engines make of an alert, in the form of `expect`. */
export interface Recorded {
  readonly fires: readonly string[];
  readonly silent: readonly string[];
  readonly unknown: readonly string[];
  /** Null where no rule matches. */
  readonly wazuh: {
    readonly id: number;
    readonly level: number;
    readonly alert: boolean;
    readonly description?: string;
  } | null;
  readonly sentinel: RecordedSentinel;
}

/** What Sentinel makes of it; nothing where Kusto's library is not at hand. */
interface RecordedSentinel {
  readonly returnedBy?: readonly string[];
  readonly notReturnedBy?: readonly string[];
  readonly transport?: string;
  /** Absent where there is no incident, or where incidents differ. */
  readonly severity?: string;
  readonly entities?: readonly (readonly [type: string, value: string])[];
}

/** What the engines make of an alert now: all rules that fire, and of the others the one that it names. */
export async function recordAlert(alert: Alert, engines: Engines): Promise<Recorded> {
  const sentinel = await recordSentinel(alert, ownQueries(alert, engines), ['json', 'cef'], engines);
  return {
    ...recordFalco(alert, engines, new Set([alert.rule ?? ''])),
    wazuh: recordWazuh(alert, engines),
    sentinel: { ...sentinel, notReturnedBy: [] },
  };
}

/**
 * The edit that puts what the engines make of a test's alert now in the place of what it expects; undefined
 * where it has no alert. Rules and queries that the test names stay named, and what else it expects stays where
 * it is met. For review: what happens need not be what should.
 */
export async function recordTest(test: FalcoTest, engines: Engines): Promise<TextEdit | undefined> {
  const made = testAlert(test, engines.context);
  if (!made.ok || test.alert === undefined) return undefined;
  const text = expectText(await recordNamed(made.alert, test, engines), '    ');
  if (test.expectSpan !== undefined) {
    const { start } = test.expectSpan;
    return { span: { start, end: textEnd(test, test.expectSpan.end) }, newText: `\n${text}`.trimStart() };
  }
  const end = textEnd(test, test.alert.span.end);
  return { span: { start: end, end }, newText: `\n  expect:\n${text}` };
}

/** The lines under `expect`, without the last line break. */
export function expectText({ fires, silent, unknown, wazuh, sentinel }: Recorded, indent: string): string {
  const inSentinel = sentinelLines(sentinel);
  const lines = [
    ...listLine('fires', fires),
    ...listLine('silent', silent),
    ...listLine('unknown', unknown),
    `wazuh: { ${wazuh === null ? 'alert: false' : wazuhText(wazuh)} }`,
    ...(inSentinel.length > 0 ? ['sentinel:', ...inSentinel.map((line) => `  ${line}`)] : []),
  ];
  return lines.map((line) => indent + line).join('\n');
}

function wazuhText({ id, level, alert, description }: NonNullable<Recorded['wazuh']>): string {
  const described = description === undefined ? '' : `, description: ${flowValue(description)}`;
  return `id: ${id}, level: ${level}, alert: ${alert}${described}`;
}

function sentinelLines(sentinel: RecordedSentinel): readonly string[] {
  const { returnedBy = [], notReturnedBy = [], transport, severity, entities = [] } = sentinel;
  const types = [...new Set(entities.map(([type]) => type))];
  const entityLines = types.map((type) => {
    const values = entities.flatMap(([other, value]) => (other === type ? value : []));
    return `  ${type}: ${values.length === 1 ? JSON.stringify(values[0]) : JSON.stringify(values)}`;
  });
  return [
    ...listLine('returned-by', returnedBy),
    ...listLine('not-returned-by', notReturnedBy),
    ...(transport === undefined ? [] : [`transport: ${transport}`]),
    ...(severity === undefined ? [] : [`severity: ${severity}`]),
    ...(entityLines.length > 0 ? ['entities:', ...entityLines] : []),
  ];
}

function listLine(key: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${key}: [${names.map((name) => flowValue(name)).join(', ')}]`];
}

/** Where the text before an offset of the file ends: a map in YAML goes on to the line of what follows. */
function textEnd({ placed: { item, start } }: FalcoTest, offset: number): number {
  return start + item.text.slice(0, offset - start).trimEnd().length;
}

async function recordNamed(alert: Alert, test: FalcoTest, engines: Engines): Promise<Recorded> {
  const { expectations, transport } = test;
  const rules = expectations.flatMap((each) => (each.of === 'falco' ? each.rule : []));
  const queries = new Map<SentinelQuery, string>();
  const met: Expectation[] = [];
  for (const each of expectations) {
    const query = each.of === 'sentinel' && 'query' in each && engines.query(each.query, test);
    if (query) queries.set(query, each.query);
    if ((await failureOf(each, alert, test, engines)) === undefined) met.push(each);
  }
  const all = [...new Set([...queries.keys(), ...ownQueries(alert, engines)])];
  const nameOf = (query: SentinelQuery) => queries.get(query) ?? query.name;
  const sentinel = await recordSentinel(alert, all, transportsOf(test, engines), engines, nameOf);
  const named = new Set(queries.values());
  return {
    ...recordFalco(alert, engines, new Set([alert.rule ?? '', ...rules])),
    wazuh: describedAs(recordWazuh(alert, engines), met),
    sentinel: {
      ...sentinel,
      notReturnedBy: sentinel.notReturnedBy?.filter((name) => named.has(name)),
      ...(transport && { transport }),
      entities: met.flatMap((each) =>
        each.of === 'sentinel' && each.what === 'entity' ? [[each.entity, each.value] as const] : [],
      ),
    },
  };
}

function describedAs(wazuh: Recorded['wazuh'], met: readonly Expectation[]): Recorded['wazuh'] {
  const described = met.find((each) => each.of === 'wazuh' && each.what === 'description');
  return wazuh && described?.of === 'wazuh' ? { ...wazuh, description: String(described.value) } : wazuh;
}

/** All enabled rules that fire, and the verdicts of those that are named. */
function recordFalco(
  { fields }: Alert,
  { snapshot }: Engines,
  named: ReadonlySet<string>,
): Pick<Recorded, 'fires' | 'silent' | 'unknown'> {
  const event = eventOf(fields);
  const verdicts = [...replayRules(snapshot).rules].map(
    ([name, { rule, condition }]) => [name, rule.enabled, condition.evaluate(event)] as const,
  );
  const names = (wanted: unknown) =>
    verdicts.flatMap(([name, enabled, verdict]) =>
      verdict === wanted && (named.has(name) || (verdict === true && enabled)) ? name : [],
    );
  return { fires: names(true), silent: names(false), unknown: names('unknown') };
}

function recordWazuh(alert: Alert, { wazuh }: Engines): Recorded['wazuh'] {
  const answer = wazuh.explain(alert)?.answer ?? null;
  return answer && { id: Number(answer.id), level: answer.level, alert: answer.alert };
}

/** Only queries about the alert's own rule can return it. */
function ownQueries({ rule }: Alert, { sentinel }: Engines): readonly SentinelQuery[] {
  return sentinel?.queries.filter((query) => query.rule === rule) ?? [];
}

async function recordSentinel(
  alert: Alert,
  queries: readonly SentinelQuery[],
  ways: readonly Transport[],
  engines: Engines,
  nameOf: (query: SentinelQuery) => string = ({ name }) => name,
): Promise<RecordedSentinel> {
  const { sentinel } = engines;
  if (sentinel === undefined) return {};
  const returning: SentinelQuery[] = [];
  const silent: SentinelQuery[] = [];
  for (const query of queries) {
    const found = new Set<boolean | undefined>();
    for (const way of ways) found.add(await sentinel.returns(alert, query, way));
    if (found.size > 1) continue;
    if (found.has(true)) returning.push(query);
    if (found.has(false)) silent.push(query);
  }
  const incidents = await incidentsOf(alert, returning, ways[0] ?? 'json', engines);
  const severities = new Set(incidents.map(({ severity }) => severity));
  const [severity] = severities;
  return {
    returnedBy: returning.map(nameOf),
    notReturnedBy: silent.map(nameOf),
    ...(severities.size === 1 && severity !== undefined && { severity }),
  };
}
