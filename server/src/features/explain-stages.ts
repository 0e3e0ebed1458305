import { toBytes } from '../falco/evaluate/byte-string.ts';
import { fileSpan } from '../falco/load/placed-item.ts';
import type { Transport } from '../kql/alerts/landed-alert.ts';
import type { Alert } from '../replay/alert.ts';
import { falcoLine } from '../replay/falco-line.ts';
import type { Span } from '../text/span.ts';
import { isGenerated } from '../wazuh/generate/lock.ts';
import { agentLine, agentRefusal } from '../wazuh/json/agent-line.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { StageRun } from './replay-stages.ts';
import type { SentinelQuery } from './stages/sentinel-queries.ts';
import { generatedFile } from './stages/wazuh-stage.ts';

/** Characters of a text: of one of the snapshot, or of another, which is then given. */
export interface StagePlace {
  readonly uri: string;
  readonly span: Span;
  readonly text?: string;
}

type Cells = readonly (readonly [column: string, value: string])[];

/** What an alert becomes on its way; see `ReplaySent` in protocol/replay-stages.ts. */
export async function explainSent(stages: StageRun, alert: Alert) {
  const sentinel = await stages.open();
  const never = { stopped: false };
  const lines =
    sentinel === undefined
      ? []
      : stages.transports.map(async (transport) => {
          const [sent] = (await sentinel.evaluate([alert], transport, never)) ?? [];
          const row = await sentinel.row(alert, transport);
          const line = sent?.line ?? '';
          return { transport, line, bytes: toBytes(line).length, row: row === undefined ? null : cells(row) };
        });
  return {
    lines: await Promise.all(lines),
    agentLine: agentLine(falcoLine(alert)) ?? null,
    failures: (sentinel?.failures ?? []).map(({ query, message }) => {
      return { query: stages.queries.indexOf(query), message };
    }),
    places: stages.queries.map((query) => queryPlace(query, stages.snapshot) ?? null),
  };
}

/** The way of an alert through a query; see `ReplayQuerySteps`. Undefined where there is no such query. */
export async function explainQuery(stages: StageRun, alert: Alert, transport: Transport, index: number) {
  const sentinel = await stages.open();
  const query = stages.queries[index];
  if (sentinel === undefined || query === undefined) return undefined;
  const { steps, droppedBy, error } = await sentinel.explain(alert, query, transport);
  return {
    steps: steps.map(({ span, columns, rows }) => ({
      text: query.text.slice(span.start, span.end).trim(),
      rows: rows.length,
      row:
        rows[0] === undefined
          ? null
          : cells(Object.fromEntries(columns.map(({ name }, i) => [name, rows[0]![i]]))),
      place: stepPlace(query, span, stages.snapshot),
    })),
    droppedBy,
    error,
  };
}

/** The rules that Wazuh tries; see `ReplayWazuhTrace`. */
export function explainWazuh({ wazuh, snapshot }: StageRun, alert: Alert) {
  const explained = wazuh.explain(alert);
  const linkOf = new Map(wazuh.generated.links.map((link) => [link.id, link]));
  const steps = tried(explained?.trace ?? [], snapshot).map(
    ({ id, level, depth, outcome, failed, file, span }) => {
      const link = file === generatedFile ? linkOf.get(id) : undefined;
      const of = link?.detection ?? link?.rule;
      return {
        id,
        level,
        depth,
        matched: outcome === 'matched',
        description: wazuh.loaded.ruleset.byId.get(id)?.rule.description ?? '',
        ...(of !== undefined && { of }),
        ...(failed && { failed: failedShown(failed) }),
        place: wazuhPlace(file, span, snapshot, wazuh.generated.xml) ?? namedPlace(link, snapshot),
      };
    },
  );
  const answer = explained?.answer ?? null;
  return {
    dropped: agentRefusal(falcoLine(alert)) ?? null,
    answer: answer && answerShown(answer),
    steps,
    messages: messagesOf(),
  };

  function messagesOf() {
    return wazuh.loaded.messages.map(({ message, file, span }) => ({
      message,
      place: wazuhPlace(file, span, snapshot, wazuh.generated.xml),
    }));
  }
}

/** Without the rules of Wazuh itself that do not match: most are only stood in for, and say nothing. */
function tried(trace: Explained['trace'], { wazuhFiles }: Snapshot): Explained['trace'] {
  return trace.filter(
    ({ file, outcome }) => outcome === 'matched' || file === generatedFile || wazuhFiles.has(file),
  );
}

type Explained = NonNullable<ReturnType<StageRun['wazuh']['explain']>>;

function answerShown({ id, level, description, alert }: NonNullable<Explained['answer']>) {
  return { id, level, description, alert };
}

function failedShown(failed: NonNullable<Explained['trace'][number]['failed']>) {
  const { option, subject, wanted, negated, actual, unsupported } = failed;
  return { option, subject, wanted, negated, actual, unsupported };
}

/** A place in a file of the workspace; the generated rules have one where they were written as they are now. */
function wazuhPlace(file: string, span: Span, { wazuhFiles }: Snapshot, xml: string): StagePlace | undefined {
  if (wazuhFiles.has(file)) return { uri: file, span };
  if (file !== generatedFile) return undefined;
  const written = [...wazuhFiles.values()].find(({ text }) => isGenerated(text) && text === xml);
  return written && { uri: written.uri, span };
}

function stepPlace(query: SentinelQuery, span: Span, snapshot: Snapshot): StagePlace | undefined {
  if (query.uri !== undefined) return { uri: query.uri, span, text: query.text };
  return queryPlace(query, snapshot);
}

/** Where a query stands, or the name of what it was made for. */
function queryPlace(
  { kind, uri, name, rule, text }: SentinelQuery,
  snapshot: Snapshot,
): StagePlace | undefined {
  if (uri !== undefined) return { uri, span: { start: 0, end: 0 }, text };
  return namedPlace(kind === 'detection' ? { rule, detection: name } : { rule: name }, snapshot);
}

/** Where the detection is named, or the rule where there is none. */
function namedPlace(
  named: { readonly rule: string | undefined; readonly detection?: string } | undefined,
  { detections, load }: Snapshot,
): StagePlace | undefined {
  if (named === undefined) return undefined;
  const detection = detections.find(({ name }) => name.value === named.detection);
  if (detection !== undefined) return { uri: detection.placed.file, span: detection.name.span };
  const definition = named.rule === undefined ? undefined : load.compiled.rules.get(named.rule)?.definition;
  if (definition === undefined) return undefined;
  return { uri: definition.file, span: fileSpan({ placed: definition, span: definition.item.nameSpan }) };
}

/** The columns that hold something. */
function cells(row: Readonly<Record<string, unknown>>): Cells {
  return Object.entries(row).flatMap(([name, value]) =>
    value === null || value === '' || value === undefined ? [] : [[name, textOf(value)] as const],
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
