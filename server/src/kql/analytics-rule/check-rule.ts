import { techniqueOf } from '../../falco/tables/attack.ts';
import { severities } from '../../workspace/detections/detection.ts';
import { parseMinutes } from '../../workspace/detections/duration.ts';
import { type SentinelProblem, sentinelProblem } from '../sentinel-problem.ts';
import { pascalCase, sentinelTactics } from './attack-mapping.ts';
import { entityTypes } from './entities.ts';
import { type AnalyticsRule, placeholdersIn } from './rule.ts';

/**
 * Everything that Sentinel would refuse in an analytics rule (SENTINEL.md, "Analytics rule YAML"), in the
 * order of its keys. `columns` are those of the query's result.
 */
export function checkAnalyticsRule(
  rule: AnalyticsRule,
  columns: readonly string[],
): readonly SentinelProblem[] {
  return [
    ...textProblems(rule),
    ...scheduleProblems(rule),
    ...attackProblems(rule),
    ...queryProblems(rule.query),
    ...entityProblems(rule),
    ...detailProblems(rule),
    ...columnProblems(rule, columns),
  ];
}

function* textProblems({ name, description, severity }: AnalyticsRule): Iterable<SentinelProblem> {
  if (name.trim() === '' || name.length > 256)
    yield sentinelProblem('sentinel-name', name.trim() === '' ? 0 : name.length);
  if (description.length > 5000) yield sentinelProblem('sentinel-description', description.length);
  if (!severities.some((each) => each === severity)) yield sentinelProblem('sentinel-severity', severity);
}

const shortest = 5;
const longest = 14 * 24 * 60;
const operators = ['gt', 'lt', 'eq', 'ne'];

function* scheduleProblems(rule: AnalyticsRule): Iterable<SentinelProblem> {
  const keys = ['queryFrequency', 'queryPeriod', 'triggerOperator', 'triggerThreshold'] as const;
  if (rule.kind === 'NRT') {
    for (const key of keys) if (rule[key] !== undefined) yield sentinelProblem('sentinel-nrt', key);
    return;
  }
  const { queryFrequency = '', queryPeriod = '', triggerOperator = '', triggerThreshold } = rule;
  const [frequency, period] = [parseMinutes(queryFrequency), parseMinutes(queryPeriod)];
  for (const [key, text, minutes] of [
    ['queryFrequency', queryFrequency, frequency],
    ['queryPeriod', queryPeriod, period],
  ] as const) {
    if (minutes === undefined)
      yield sentinelProblem('sentinel-schedule', key, text, 'is no duration such as `5m`');
    else if (minutes < shortest || minutes > longest)
      yield sentinelProblem('sentinel-schedule', key, text, 'is not between 5 minutes and 14 days');
  }
  if (frequency !== undefined && period !== undefined && period < frequency)
    yield sentinelProblem(
      'sentinel-schedule',
      'queryPeriod',
      queryPeriod,
      'is shorter than the queryFrequency',
    );
  if (!operators.includes(triggerOperator))
    yield sentinelProblem('sentinel-trigger', 'triggerOperator', triggerOperator);
  if (!Number.isInteger(triggerThreshold) || triggerThreshold! < 0 || triggerThreshold! > 10_000)
    yield sentinelProblem('sentinel-trigger', 'triggerThreshold', String(triggerThreshold));
}

function* attackProblems({ tactics, relevantTechniques }: AnalyticsRule): Iterable<SentinelProblem> {
  for (const tactic of tactics)
    if (!sentinelTactics.has(tactic)) yield sentinelProblem('sentinel-tactic', tactic);
  for (const id of relevantTechniques) {
    const technique = techniqueOf(id);
    if (technique === undefined) yield sentinelProblem('sentinel-technique', id);
    else if (!technique.tactics.some((tactic) => tactics.includes(pascalCase(tactic)))) {
      const own = technique.tactics.map(pascalCase).join(', ');
      yield sentinelProblem('sentinel-technique-tactic', `${id} (${technique.name})`, own);
    }
  }
}

/** The community's validator looks for these two anywhere in the text. */
const everyTable = /\b(?:search|union)\s+(?:\w+\s*=\s*\w+\s+)*\*/i;

function* queryProblems(query: string): Iterable<SentinelProblem> {
  if (query.trim() === '' || query.length > 10_000)
    yield sentinelProblem('sentinel-query-length', query.trim() === '' ? 0 : query.length);
  const operator = everyTable.exec(query)?.[0];
  if (operator !== undefined) yield sentinelProblem('sentinel-query-operator', operator.replace(/\s+/g, ' '));
}

function* entityProblems({ entityMappings }: AnalyticsRule): Iterable<SentinelProblem> {
  const count = entityMappings.length;
  if (count < 1 || count > 10)
    yield sentinelProblem('sentinel-entities', `${count} entities are mapped: Sentinel takes 1 to 10`);
  for (const { entityType, fieldMappings } of entityMappings) {
    if (!Object.hasOwn(entityTypes, entityType)) {
      yield sentinelProblem('sentinel-entities', `Sentinel has no entity type \`${entityType}\``);
      continue;
    }
    if (fieldMappings.length < 1 || fieldMappings.length > 3) {
      const what = `${entityType} has ${fieldMappings.length} identifiers: Sentinel takes 1 to 3`;
      yield sentinelProblem('sentinel-entities', what);
    }
    for (const { identifier } of fieldMappings)
      if (!entityTypes[entityType]!.includes(identifier))
        yield sentinelProblem('sentinel-entities', `${entityType} has no identifier \`${identifier}\``);
  }
}

function* detailProblems({
  customDetails = {},
  alertDetailsOverride,
}: AnalyticsRule): Iterable<SentinelProblem> {
  const keys = Object.keys(customDetails);
  if (keys.length > 20)
    yield sentinelProblem(
      'sentinel-custom-details',
      `There are ${keys.length} custom details: Sentinel takes at most 20`,
    );
  for (const key of keys)
    if (key.length > 20 || !/^[a-zA-Z]+\w*$/.test(key)) {
      const what = `\`${key}\` cannot name a custom detail: a letter and at most 19 letters, digits and \`_\` can`;
      yield sentinelProblem('sentinel-custom-details', what);
    }
  for (const [key, format = ''] of Object.entries(alertDetailsOverride ?? {})) {
    const count = placeholdersIn(format).length;
    if (count > 3) yield sentinelProblem('sentinel-alert-override', key, count);
  }
}

function* columnProblems(rule: AnalyticsRule, columns: readonly string[]): Iterable<SentinelProblem> {
  const { entityMappings, customDetails = {}, alertDetailsOverride = {} } = rule;
  const uses: (readonly [use: string, column: string])[] = [
    ...entityMappings.flatMap(({ entityType, fieldMappings }) =>
      fieldMappings.map(({ columnName }) => [`The entity ${entityType}`, columnName] as const),
    ),
    ...Object.entries(customDetails).map(([key, column]) => [`The custom detail ${key}`, column] as const),
    ...Object.entries(alertDetailsOverride).flatMap(([key, format = '']) =>
      placeholdersIn(format).map((column) => [key, column] as const),
    ),
  ];
  for (const [use, column] of uses)
    if (!columns.includes(column)) yield sentinelProblem('sentinel-column', use, column);
}
