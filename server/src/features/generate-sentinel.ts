import type { Finding, ProblemCode } from '../falco/problems/index.ts';
import type { Level } from '../falco/problems/problem.ts';
import { type AlertQueryRule, alertColumns, alertQuery } from '../kql/alert-query.ts';
import { analyticsRule } from '../kql/analytics-rule/generate.ts';
import { type InspectQuery, queryInspector } from '../kql/analytics-rule/inspect-query.ts';
import { rulesArm, rulesBicep, ruleYaml } from '../kql/analytics-rule/print.ts';
import type { AnalyticsRule } from '../kql/analytics-rule/rule.ts';
import type { AnalyticsSource } from '../kql/analytics-rule/source.ts';
import { generatedMark } from '../kql/deploy/template.ts';
import { type VersionedForm, withVersion } from '../kql/deploy/version.ts';
import type { KustoLibrary } from '../kql/kusto/library.ts';
import { type ParserForm, parserForm } from '../kql/parser-function/forms.ts';
import { type ParserFunctionOptions, parserFunctionName } from '../kql/parser-function/generate.ts';
import { parserOptions } from '../kql/parser-function/options.ts';
import type { Span } from '../text/span.ts';
import { type SoundDetection, soundDetections } from '../workspace/detections/check-detections.ts';
import type { SentinelKind } from '../workspace/detections/detection.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { alertContent } from './alert-content.ts';
import { detectionQuery } from './detection-query.ts';
import { fileNames } from './generate-sentinel/file-name.ts';
import { allOutputLabels } from './output-labels.ts';

/** The forms of analytics rules: a YAML file for each, or all of them in one template. */
export const analyticsForms = ['query', 'rule-yaml', 'arm', 'bicep'] as const;

/** What an analytics rule is written as. */
export type AnalyticsForm = (typeof analyticsForms)[number];

/** What an analytics rule can be made from. */
export interface SentinelSubject {
  readonly of: 'rule' | 'detection';
  readonly name: string;
}

/** Which analytics rules to make, and how. */
export interface AnalyticsRequest {
  /** Without it those of all enabled rules. */
  readonly subjects?: readonly SentinelSubject[];
  /** How they run, where a detection does not say. */
  readonly kind: SentinelKind;
  readonly form: AnalyticsForm;
  /** The files as they are now, by name: their versions go on. */
  readonly previous?: Readonly<Record<string, string>>;
  /** Kusto, where it is loaded: it then reads every query. */
  readonly kusto?: KustoLibrary;
  /** What Kusto, running elsewhere, has made of `analyticsQueries`. */
  readonly inspect?: InspectQuery;
}

/** A file to be written. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/** Something to say about the files, at its place in a rule or detection where it is about one. */
export interface SentinelProblem {
  readonly code: ProblemCode;
  readonly level: Level;
  readonly message: string;
  readonly place?: { readonly uri: string; readonly span: Span };
}

/** Files for Sentinel. What has an error among its problems is left out of them. */
export interface SentinelFiles {
  readonly files: readonly GeneratedFile[];
  readonly problems: readonly SentinelProblem[];
}

/** The enabled rules of a workspace in load order, then its enabled detections. */
export function sentinelSubjects(snapshot: Snapshot): readonly SentinelSubject[] {
  const rules = [...snapshot.load.collector.rules.values()].filter(({ enabled }) => enabled);
  const detections = soundDetections(snapshot).map(({ detection }) => detection);
  return [
    ...rules.map(({ name }) => ({ of: 'rule', name }) as const),
    ...detections.map(({ name }) => ({ of: 'detection', name: name.value }) as const),
  ];
}

/** Makes analytics rules, or the queries that they run. */
export function generateAnalyticsRules(snapshot: Snapshot, request: AnalyticsRequest): SentinelFiles {
  const subjects = request.subjects ?? sentinelSubjects(snapshot);
  const parser = parserOptions(snapshot.settings.sentinel, []);
  const inspect = request.inspect ?? (request.kusto && queryInspector(request.kusto, parser.options));
  const problems: SentinelProblem[] = [...parser.problems];
  const rules: AnalyticsRule[] = [];
  for (const subject of subjects) {
    const { source, findings, at } = sourceOf(snapshot, subject, request.kind);
    problems.push(...findings);
    if (source === undefined) continue;
    const generated = analyticsRule(source, inspect);
    problems.push(...generated.problems.map((problem) => ({ ...problem, ...(at && { place: at }) })));
    if (generated.problems.every(({ level }) => level !== 'error')) rules.push(generated.rule);
  }
  const written = formsOf(rules, request.form).map(([name, form]) => versioned(name, form, request.previous));
  return {
    files: written.map(({ file }) => file),
    problems: [...problems, ...written.flatMap((each) => each.problems)],
  };
}

/** The analytics rule of a rule or detection; undefined where there is none, or none can be made. */
export function analyticsRuleOf(
  snapshot: Snapshot,
  subject: SentinelSubject,
  kind: SentinelKind = 'Scheduled',
): AnalyticsRule | undefined {
  const { source } = sourceOf(snapshot, subject, kind);
  if (source === undefined) return undefined;
  const { rule, problems } = analyticsRule(source);
  return problems.some(({ level }) => level === 'error') ? undefined : rule;
}

/** The queries that `generateAnalyticsRules` would have inspected, and the parser function that they are read with. */
export function analyticsQueries(
  snapshot: Snapshot,
  { subjects = sentinelSubjects(snapshot), kind }: AnalyticsRequest,
): { readonly queries: readonly string[]; readonly parser: ParserFunctionOptions } {
  const sources = subjects.map((subject) => sourceOf(snapshot, subject, kind).source);
  const queries = sources.flatMap((source) => (source === undefined ? [] : source.query));
  return { queries: [...new Set(queries)], parser: parserOptions(snapshot.settings.sentinel, []).options };
}

/**
 * Makes the parser function of the workspace: its settings, and the labels of its rules' outputs.
 * @param date the day on which it is made, such as `2026-11-21`
 */
export function generateParser(
  snapshot: Snapshot,
  form: ParserForm,
  date: string,
  previous?: Readonly<Record<string, string>>,
): SentinelFiles {
  const { options, problems } = parserOptions(snapshot.settings.sentinel, allOutputLabels(snapshot));
  const name = `${parserFunctionName}.${parserEndings[form]}`;
  const { file, problems: found } = versioned(name, parserForm(form, options, date), previous);
  return { files: [file], problems: [...problems, ...found] };
}

const parserEndings: Readonly<Record<ParserForm, string>> = {
  kql: 'kql',
  let: 'let.kql',
  yaml: 'yaml',
  arm: 'json',
  bicep: 'bicep',
};

/** True for a file that may be written anew: it was generated, or holds nothing. */
export function isGeneratedForSentinel(text: string): boolean {
  return text.trim() === '' || text.slice(0, 1000).includes(generatedMark);
}

/** What an analytics rule is made from, where it stands, and what is wrong with it before there is one. */
interface FoundSource {
  readonly source?: AnalyticsSource;
  readonly at?: NonNullable<SentinelProblem['place']>;
  readonly findings: readonly SentinelProblem[];
}

function sourceOf(snapshot: Snapshot, { of, name }: SentinelSubject, kind: SentinelKind): FoundSource {
  return of === 'rule' ? ruleSource(snapshot, name, kind) : detectionSource(snapshot, name, kind);
}

function ruleSource(snapshot: Snapshot, name: string, kind: SentinelKind): FoundSource {
  const rule = snapshot.load.collector.rules.get(name);
  if (rule === undefined) return { findings: [] };
  const content = alertContent(snapshot, name);
  const { description, priority, tags } = rule;
  const source = { name, description, priority, tags, schedule: { kind } };
  const definition = snapshot.names.occurrencesOf('rule', name).findLast(({ role }) => role === 'definition');
  const at = definition && { uri: definition.placed.file, span: definition.span };
  return { source: withQuery(snapshot, 'rule', source, content), findings: [], ...(at && { at }) };
}

function detectionSource(snapshot: Snapshot, name: string, kind: SentinelKind): FoundSource {
  const sound = soundDetections(snapshot).find(({ detection }) => detection.name.value === name);
  if (sound === undefined) return { findings: [] };
  const uri = sound.detection.placed.file;
  const { source, findings } = soundSource(snapshot, sound, kind);
  const found = findings.map(({ code, level, message, span }) => {
    return { code, level, message, place: { uri, span } };
  });
  const at = { uri, span: sound.detection.name.span };
  return { findings: found, ...(source && { source, at }) };
}

/**
 * What KQL and the limits of Sentinel have to say of a detection, without Kusto; spans count in the file. What
 * `resolveWhere` finds is among it.
 */
export function detectionProblems(snapshot: Snapshot, sound: SoundDetection) {
  const { source, findings } = soundSource(snapshot, sound, 'Scheduled');
  const { span } = sound.detection.name;
  const limits = source === undefined ? [] : analyticsRule(source).problems;
  return [...findings, ...limits.map((problem) => ({ ...problem, span }))];
}

/** The detection's own words win over those of its rule. */
function soundSource(
  snapshot: Snapshot,
  { detection, rule }: SoundDetection,
  kind: SentinelKind,
): { readonly source?: AnalyticsSource; readonly findings: readonly Finding[] } {
  const query = detectionQuery(snapshot, detection);
  const { findings } = query;
  if (query.rule === undefined) return { findings };
  const { frequency, period, threshold, kind: ownKind } = detection.sentinel;
  const source = {
    name: detection.name.value,
    description: detection.description?.value ?? rule.description,
    priority: rule.priority,
    ...(detection.severity && { severity: detection.severity.value }),
    tags: detection.tags?.map(({ value }) => value) ?? rule.tags,
    schedule: {
      kind: ownKind?.value ?? kind,
      ...(frequency && { frequency: frequency.value }),
      ...(period && { period: period.value }),
      ...(threshold && { threshold: threshold.value }),
    },
  };
  return { source: withQuery(snapshot, 'detection', source, query.rule), findings };
}

function withQuery(
  snapshot: Snapshot,
  of: AnalyticsSource['of'],
  source: Omit<AnalyticsSource, 'of' | 'query' | 'columns' | 'connection'>,
  content: AlertQueryRule,
): AnalyticsSource {
  const { sentinel: connection } = snapshot.settings;
  return { of, ...source, query: alertQuery(content), columns: alertColumns(content), connection };
}

/** The files by name. */
function formsOf(rules: readonly AnalyticsRule[], form: AnalyticsForm): [string, VersionedForm][] {
  if (rules.length === 0) return [];
  if (form === 'arm') return [['falco-analytics-rules.json', rulesArm(rules)]];
  if (form === 'bicep') return [['falco-analytics-rules.bicep', rulesBicep(rules)]];
  const names = fileNames(rules);
  const [ending, print] = form === 'query' ? (['kql', queryForm] as const) : (['yaml', ruleYaml] as const);
  return rules.map((rule) => [`${names.get(rule.id)!}.${ending}`, print(rule)]);
}

/** A query says no version: what changed shows in the text. */
function queryForm({ query }: AnalyticsRule): VersionedForm {
  return { print: () => `// ${generatedMark}.\n${query}`, versionIn: () => '1.0.0' };
}

function versioned(name: string, form: VersionedForm, previous: Readonly<Record<string, string>> = {}) {
  const before = Object.hasOwn(previous, name) ? previous[name] : undefined;
  const { text, problems } = withVersion(form, before);
  return { file: { name, text }, problems };
}
