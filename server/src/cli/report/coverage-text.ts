import { attackVersion, tacticsInOrder, techniqueOf } from '../../falco/tables/attack.ts';
import type { AttackPath } from '../../features/coverage/attack-path.ts';
import type { Counts, Coverage, TacticCoverage } from '../../features/coverage/coverage.ts';
import type { CoverageFound } from '../coverage.ts';
import { printable } from './display-text.ts';
import type { Palette } from './palette.ts';

/** What `coverage` prints for people. */
export function coverageText({ coverage, paths, leftOut }: CoverageFound, palette: Palette): string {
  const covered = coverage.tactics.filter((tactic) => sum(tactic) > 0);
  const parts = [
    `${palette.bold(`MITRE ATT&CK ${attackVersion}, enterprise`)}: ${coverageSummary(coverage)}`,
    ...covered.map((tactic) => tacticText(tactic, coverage, palette)),
    gapsText(coverage, palette),
    ...(paths.length > 0 ? [pathsText(paths, leftOut, palette)] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What is covered and by how much, in a line. */
export function coverageSummary({
  techniques,
  tactics,
  rules,
  detections,
  tests,
  alerts,
  gaps,
}: Coverage): string {
  const here = tactics.length - gaps.tactics.length;
  return (
    `${counted(techniques, 'technique')} in ${here} of ${tactics.length} tactics by ${counted(rules, 'rule')}, ` +
    `${counted(detections, 'detection')}, ${counted(tests, 'test')}; ${counted(alerts, 'alert')}`
  );
}

const columns = ['rules', 'detections', 'tests', 'alerts'] as const;
const nameWidth = 52;

function tacticText(tactic: TacticCoverage, { items }: Coverage, palette: Palette): string {
  const head = `${palette.bold(fitted(`${tactic.title} (${tactic.id})`))}${columns.map((name) => name.padStart(11)).join('')}`;
  const rows = tactic.techniques.map(
    (technique) => `${fitted(`  ${technique.id.padEnd(9)} ${technique.name}`)}${numbers(technique)}`,
  );
  const names = tactic.withoutTechnique.map((index) => items[index]!.name);
  const rest = names.length === 0 ? [] : [`  without a technique: ${listed(names)}`];
  const few = counted(tactic.uncovered.length, 'technique');
  return [head, ...rows, ...rest, palette.faint(`  ${few} of this tactic with nothing here`)].join('\n');
}

function numbers(counts: Counts): string {
  return columns.map((name) => String(counts[name]).padStart(11)).join('');
}

function gapsText({ items, gaps }: Coverage, palette: Palette): string {
  const named = (indices: readonly number[]) => listed(indices.map((index) => items[index]!.name));
  const titles = tacticsInOrder.filter(({ name }) => gaps.tactics.includes(name)).map(({ title }) => title);
  const disagreements = gaps.disagreeing.map((index) => {
    const { name, disagreeing } = items[index]!;
    const own = disagreeing.map((id) => `${id} is of ${techniqueOf(id)!.tactics.join(', ')}`);
    return `    ${printable(name)}: ${own.join('; ')}`;
  });
  const unknown = gaps.unknown.map((index) => {
    const { name, unknown: tags } = items[index]!;
    return `    ${printable(name)}: ${listed(tags)}`;
  });
  const lines = [
    ...(titles.length > 0 ? [`  tactics that no rule or detection covers: ${listed(titles)}`] : []),
    ...(gaps.untagged.length > 0
      ? [`  without tags of ATT&CK (${gaps.untagged.length}): ${named(gaps.untagged)}`]
      : []),
    ...(disagreements.length > 0 ? ['  tags that disagree:', ...disagreements] : []),
    ...(unknown.length > 0 ? ['  tags that ATT&CK does not have:', ...unknown] : []),
    ...(gaps.untested.length > 0
      ? [`  without a test (${gaps.untested.length}): ${named(gaps.untested)}`]
      : []),
  ];
  return [palette.bold('Gaps'), ...(lines.length > 0 ? lines : ['  none'])].join('\n');
}

function pathsText(paths: readonly AttackPath[], leftOut: number, palette: Palette): string {
  const rest =
    leftOut === 0 ? [] : [palette.faint(`${counted(leftOut, 'alert')} of further rules or places`)];
  return [palette.bold('The path of the alerts'), ...paths.map(pathText), ...rest].join('\n');
}

function pathText({ host, container, steps }: AttackPath): string {
  const where = [host, container].flatMap((each) => (each === undefined ? [] : [printable(each)]));
  const lines = steps.map(({ first, tactics, techniques, rule, count }) => {
    const time = first === undefined ? 'no time' : new Date(first).toISOString();
    const what = [tactics.map(titleOf).join(', ') || 'no tactic', ...techniques].join(' ');
    return `    ${time.padEnd(24)}  ${what}: ${printable(rule)} (${counted(count, 'alert')})`;
  });
  return [`  ${where.join(', ') || 'no host'}`, ...lines].join('\n');
}

function titleOf(tactic: string): string {
  return tacticsInOrder.find(({ name }) => name === tactic)!.title;
}

function sum({ rules, detections, tests, alerts }: Counts): number {
  return rules + detections + tests + alerts;
}

const most = 20;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, most).map(printable).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function fitted(text: string): string {
  return text.length > nameWidth ? `${text.slice(0, nameWidth - 1)}…` : text.padEnd(nameWidth);
}
