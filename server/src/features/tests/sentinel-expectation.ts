import type { Transport } from '../../kql/alerts/landed-alert.ts';
import { cefLandingNote } from '../../kql/sidekick/landing.ts';
import type { Alert } from '../../replay/alert.ts';
import type { Expectation, FalcoTest } from '../../workspace/tests/falco-test.ts';
import type { SentinelQuery } from '../stages/sentinel-queries.ts';
import type { Engines } from './engines.ts';
import type { Failure } from './failure.ts';
import { type Incident, incidentsOf } from './incidents.ts';
import { sentinelReason } from './reasons.ts';
import { isQueryFile } from './test-files.ts';
import type { TestSentinel } from './test-sentinel.ts';

type OfSentinel = Extract<Expectation, { of: 'sentinel' }>;

/**
 * Holds what a test expects of Sentinel against an alert, on every way that it can come; undefined where it
 * is met on all of them.
 */
export async function sentinelFailure(
  expectation: OfSentinel,
  alert: Alert,
  test: FalcoTest,
  engines: Engines,
): Promise<Failure | undefined> {
  const { sentinel } = engines;
  if (sentinel === undefined) {
    const message = 'Nothing can be said about Sentinel here: Kusto’s library cannot be loaded.';
    return { expectation, message, expected: 'an answer', actual: 'none', reasons: [] };
  }
  for (const way of transportsOf(test, engines)) {
    const failure =
      'query' in expectation
        ? await returnedFailure(expectation, alert, way, { sentinel, test, engines })
        : await incidentFailure(expectation, alert, way, { sentinel, test, engines });
    if (failure !== undefined) return failure;
  }
  return undefined;
}

interface In {
  readonly sentinel: TestSentinel;
  readonly test: FalcoTest;
  readonly engines: Engines;
}

/** The ways on which the alert of a test comes to Sentinel. */
export function transportsOf({ transport }: FalcoTest, { snapshot }: Engines): readonly Transport[] {
  const chosen = transport ?? snapshot.settings.sentinel.transport;
  return chosen === 'both' ? ['json', 'cef'] : [chosen];
}

async function returnedFailure(
  expectation: Extract<OfSentinel, { query: string }>,
  alert: Alert,
  way: Transport,
  { sentinel, test, engines }: In,
): Promise<Failure | undefined> {
  const wanted = expectation.what === 'returned';
  const base = { expectation, expected: wanted ? 'returned' : 'not returned' };
  const { query: name } = expectation;
  const query = engines.query(name, test);
  if (query === undefined) {
    const message = noQuery(name, engines);
    return { ...base, message, actual: 'no query', reasons: [] };
  }
  const reasons = async () => [...(await sentinelReason(sentinel, alert, query, way)), ...aboutLanding(way)];
  const via = `(${way.toUpperCase()})`;
  const returned = await sentinel.returns(alert, query, way);
  if (returned === undefined) {
    const message = `The query "${name}" cannot be run ${via}.`;
    return { ...base, message, actual: `an error ${via}`, reasons: await reasons() };
  }
  if (returned === wanted) return undefined;
  const message = `The query "${name}" should ${wanted ? '' : 'not '}return it, but ${returned ? 'does' : 'does not'} ${via}.`;
  return { ...base, message, actual: `${returned ? '' : 'not '}returned ${via}`, reasons: await reasons() };
}

function noQuery(name: string, { sentinel }: Engines): string {
  if (!isQueryFile(name)) return `There is no query of the name "${name}".`;
  const isSeveral = sentinel?.queries.some((each) => each.kind === 'file' && each.name === name);
  if (isSeveral) return `Several files are called ${name}: name one by its path.`;
  return `The file ${name} cannot be read.`;
}

/** Severities and entities: one incident that has it is enough. */
async function incidentFailure(
  expectation: Exclude<OfSentinel, { query: string }>,
  alert: Alert,
  way: Transport,
  { test, engines }: In,
): Promise<Failure | undefined> {
  const incidents = await incidentsOf(alert, queriesFor(alert, test, engines), way, engines);
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
  const actualVia = `${actual} ${via}`;
  return {
    expectation,
    message,
    expected: expectation.value,
    actual: actualVia,
    reasons: [...reasons, ...aboutLanding(way)],
  };
}

/** How far what Sentinel does on a way can be relied on. */
function aboutLanding(way: Transport): readonly string[] {
  return way === 'cef' ? [cefLandingNote] : [];
}

function valuesIn(
  { severity, entities }: Incident,
  expectation: Exclude<OfSentinel, { query: string }>,
): readonly string[] {
  if (expectation.what === 'severity') return [severity];
  return entities.filter(({ type }) => type === expectation.entity).map(({ value }) => value);
}

/** Those that the test says return it; where it says of none, all about the alert's own rule. */
function queriesFor(alert: Alert, test: FalcoTest, engines: Engines): readonly SentinelQuery[] {
  const named = test.expectations.flatMap((each) =>
    each.of === 'sentinel' && each.what === 'returned' ? (engines.query(each.query, test) ?? []) : [],
  );
  if (named.length > 0) return named;
  return engines.sentinel?.queries.filter(({ rule }) => rule !== undefined && rule === alert.rule) ?? [];
}
