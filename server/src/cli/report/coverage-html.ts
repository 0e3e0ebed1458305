import { attackVersion, tacticsInOrder, techniqueOf } from '../../falco/tables/attack.ts';
import type { AttackPath } from '../../features/coverage/attack-path.ts';
import type { Coverage, TacticCoverage } from '../../features/coverage/coverage.ts';
import { htmlReport, type ReportCell, type ReportTable } from '../../features/report/html-report.ts';
import type { CoverageFound } from '../coverage.ts';
import { coverageSummary } from './coverage-text.ts';

/** What `coverage --format html` prints: a page that needs nothing else and runs nothing. */
export function coverageHtml({ coverage, paths, leftOut }: CoverageFound): string {
  const tables = [
    tacticsTable(coverage),
    ...coverage.tactics
      .filter(({ techniques, withoutTechnique }) => techniques.length + withoutTechnique.length > 0)
      .map((tactic) => techniquesTable(tactic, coverage)),
    gapsTable(coverage),
    ...(paths.length > 0 ? [pathsTable(paths)] : []),
  ];
  const rest = leftOut === 0 ? [] : [`${leftOut} alerts of further rules or places are in no path.`];
  const notes = [`ATT&CK ${attackVersion}, enterprise: ${coverageSummary(coverage)}.`, ...rest];
  return htmlReport({ title: 'MITRE ATT&CK coverage', notes, tables });
}

const counted = ['Rules', 'Detections', 'Tests', 'Alerts'];

function tacticsTable({ tactics, gaps }: Coverage): ReportTable {
  const rows = tactics.map((tactic): ReportCell[] => [
    { text: tactic.title, tone: gaps.tactics.includes(tactic.name) ? 'no' : 'yes' },
    tactic.id,
    ...numbers(tactic),
    String(tactic.techniques.length),
    String(tactic.uncovered.length),
  ]);
  const columns = ['Tactic', 'Id', ...counted, 'Techniques', 'Techniques with nothing here'];
  return { title: 'Tactics', columns, rows };
}

function techniquesTable({ title, techniques, withoutTechnique }: TacticCoverage, { items }: Coverage) {
  const names = (indices: readonly number[]) => indices.map((index) => items[index]!.name).join('\n');
  const rows = techniques.map((each) => [each.id, each.name, ...numbers(each), names(each.items)]);
  const others =
    withoutTechnique.length === 0
      ? []
      : [['', 'without a technique', '', '', '', '', names(withoutTechnique)]];
  const columns = ['Technique', 'Name', ...counted, 'By'];
  return { title, columns, rows: [...rows, ...others] };
}

function gapsTable({ items, gaps }: Coverage): ReportTable {
  const named = (indices: readonly number[], why: string) =>
    indices.map((index) => [items[index]!.name, why]);
  const rows = [
    ...tacticsInOrder
      .filter(({ name }) => gaps.tactics.includes(name))
      .map(({ title }) => [title, 'no rule or detection covers the tactic']),
    ...gaps.disagreeing.map((index) => {
      const { name, disagreeing } = items[index]!;
      const own = disagreeing.map((id) => `${id} is of ${techniqueOf(id)!.tactics.join(', ')}`);
      return [name, `tags that disagree: ${own.join('; ')}`];
    }),
    ...gaps.unknown.map((index) => {
      const { name, unknown } = items[index]!;
      return [name, `tags that ATT&CK does not have: ${unknown.join(', ')}`];
    }),
    ...named(gaps.untagged, 'no tags of ATT&CK'),
    ...named(gaps.untested, 'no test'),
  ];
  return { title: 'Gaps', columns: ['Where', 'What'], rows };
}

function pathsTable(paths: readonly AttackPath[]): ReportTable {
  const rows = paths.flatMap(({ host = '', container = '', steps }) =>
    steps.map(({ first, tactics, techniques, rule, count }) => [
      host,
      container,
      first === undefined ? '' : new Date(first).toISOString(),
      tactics.map((name) => tacticsInOrder.find((each) => each.name === name)!.title).join(', '),
      techniques.join(', '),
      rule,
      String(count),
    ]),
  );
  const columns = ['Host', 'Container', 'First alert', 'Tactics', 'Techniques', 'Rule', 'Alerts'];
  return { title: 'The path of the alerts', columns, rows };
}

function numbers(counts: Pick<Coverage, 'rules' | 'detections' | 'tests' | 'alerts'>): string[] {
  return [counts.rules, counts.detections, counts.tests, counts.alerts].map(String);
}
