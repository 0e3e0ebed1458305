import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { Alert } from '../../replay/alert.ts';
import type { Expectation, FalcoTest } from '../../workspace/tests/falco-test.ts';
import type { SentinelQuery } from '../stages/sentinel-queries.ts';
import type { SentinelStage } from '../stages/sentinel-stage.ts';
import type { Engines } from './engines.ts';
import type { Failure } from './failure.ts';
import { type Incident, incidentsOf } from './incidents.ts';
import { sentinelReason } from './reasons.ts';
import { addressOf, isQueryFile } from './test-files.ts';

type OfSentinel = Extract<Expectation, { of: 'sentinel' }>;

/**
 * Holds what a test expects of Sentinel against an alert, on every way that it can come; undefined where it
 * is met on all of them.
 */
export function sentinelFailure(
  expectation: OfSentinel,
  alert: Alert,
  test: FalcoTest,
  engines: Engines,
): Failure | undefined {
  const stage = engines.sentinel;
  if (stage === undefined) {
    const message = 'Nothing can be said about Sentinel here: Kusto’s library is not at hand.';
    return { expectation, message, expected: 'an answer', actual: 'none', reasons: [] };
  }
  for (const way of transportsOf(test, engines)) {
    const failure =
      'query' in expectation
        ? returnedFailure(expectation, alert, way, { stage, test, engines })
        : incidentFailure(expectation, alert, way, { stage, test, engines });
    if (failure !== undefined) return failure;
  }
  return undefined;
}

interface In {
  readonly stage: SentinelStage;
  readonly test: FalcoTest;
  readonly engines: Engines;
}

/** The ways on which the alert of a test comes to Sentinel. */
export function transportsOf({ transport }: FalcoTest, { snapshot }: Engines): readonly Transport[] {
  const chosen = transport ?? snapshot.settings.sentinel.transport;
  return chosen === 'both' ? ['json', 'cef'] : [chosen];
}

function returnedFailure(
  expectation: Extract<OfSentinel, { query: string }>,
  alert: Alert,
  way: Transport,
  { stage, test, engines }: In,
): Failure | undefined {
  const wanted = expectation.what === 'returned';
  const base = { expectation, expected: wanted ? 'returned' : 'not returned' };
  const query = namedQuery(expectation.query, test, engines);
  if (query === undefined) {
    const message = isQueryFile(expectation.query)
      ? `The file ${expectation.query} cannot be read.`
      : `There is no query of the name "${expectation.query}".`;
    return { ...base, message, actual: 'no query', reasons: [] };
  }
  const reasons = () => sentinelReason(stage, alert, query, way);
  const via = `(${way.toUpperCase()})`;
  const returned = stage.returns(alert, query, way);
  if (returned === undefined) {
    const message = `The query "${query.name}" cannot be run ${via}.`;
    return { ...base, message, actual: `an error ${via}`, reasons: reasons() };
  }
  if (returned === wanted) return undefined;
  const message = `The query "${query.name}" should ${wanted ? '' : 'not '}return it, but ${returned ? 'does' : 'does not'} ${via}.`;
  return { ...base, message, actual: `${returned ? '' : 'not '}returned ${via}`, reasons: reasons() };
}

/** The query that a test names: of a rule, of a detection, or in a file. */
export function namedQuery(name: string, { placed }: FalcoTest, engines: Engines): SentinelQuery | undefined {
  if (!isQueryFile(name)) return engines.query(name);
  const text = engines.context.texts.get(addressOf(name, placed.file));
  return text === undefined ? undefined : { kind: 'file', name, text };
}

/** Severities and entities: one incident that has it is enough. */
function incidentFailure(
  expectation: Exclude<OfSentinel, { query: string }>,
  alert: Alert,
  way: Transport,
  { test, engines }: In,
): Failure | undefined {
  const incidents = incidentsOf(alert, queriesFor(alert, test, engines), way, engines);
  const found = incidents.flatMap((incident) => valuesIn(incident, expectation));
  if (found.includes(expectation.value)) return undefined;
  const via = `(${way.toUpperCase()})`;
  const what = expectation.what === 'severity' ? 'the severity' : `the ${expectation.entity}`;
  const actual = [...new Set(found)].join(', ') || 'none';
  const but =
    incidents.length === 0
      ? 'no analytics rule returns it'
      : found.length === 0
        ? 'it has none'
        : `it is ${actual}`;
  const message = `Of the incident ${what} should be ${expectation.value}, but ${but} ${via}.`;
  const reasons = incidents.map(
    ({ query, severity, entities }) =>
      `"${query.name}": ${[severity, ...entities.map(({ type, identifier, value }) => `${type} ${identifier} ${value}`)].join(', ')}`,
  );
  return { expectation, message, expected: expectation.value, actual: `${actual} ${via}`, reasons };
}

function valuesIn(
  { severity, entities }: Incident,
  expectation: Exclude<OfSentinel, { query: string }>,
): readonly string[] {
  if (expectation.what === 'severity') return [severity];
  return entities.filter(({ type }) => type === expectation.entity).map(({ value }) => value);
}

/** Those that the test says return it; where it says of none, all about the alert's own rule. */
function queriesFor(alert: Alert, { expectations }: FalcoTest, engines: Engines): readonly SentinelQuery[] {
  const named = expectations.flatMap((each) =>
    each.of === 'sentinel' && each.what === 'returned' ? (engines.query(each.query) ?? []) : [],
  );
  if (named.length > 0) return named;
  return engines.sentinel?.queries.filter(({ rule }) => rule === alert.rule) ?? [];
}
