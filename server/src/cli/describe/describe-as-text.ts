import { printable } from '../report/display-text.ts';
import type { Palette } from '../report/palette.ts';
import type { ConditionDescription, Description } from './description.ts';

/** A description for people: one block for each rule, macro and list. */
export function describeAsText({ rules, macros = [], lists = [] }: Description, palette: Palette): string {
  const block = (kind: string, name: string, rows: readonly Row[]) =>
    [palette.bold(`${kind} ${printable(name)}`), ...rows.flatMap((row) => printRow(row, palette)), ''].join(
      '\n',
    );
  const blocks = [
    ...rules.map(({ info, details }) =>
      block('Rule', info.name, [
        ['description', info.description],
        ['priority', info.priority],
        ['source', info.source],
        ['enabled', info.enabled ? 'yes' : 'no'],
        ['tags', names(info.tags)],
        ...conditionRows(details),
        ['exceptions', names(details.exception_names)],
        ['output', details.output_compiled],
        ['output fields', names(details.output_fields)],
        ['plugins', names(details.plugins)],
      ]),
    ),
    ...macros.map(({ info, details }) =>
      block('Macro', info.name, [...conditionRows(details), ['used', details.used ? 'yes' : 'no']]),
    ),
    ...lists.map(({ info, details }) =>
      block('List', info.name, [
        ['items', names(details.items_compiled)],
        ['lists', names(details.lists)],
        ['used', details.used ? 'yes' : 'no'],
      ]),
    ),
  ];
  return blocks.join('\n');
}

/** A label and what stands after it. */
type Row = readonly [label: string, value: string];

function conditionRows(details: ConditionDescription): Row[] {
  return [
    ['condition', details.condition_compiled],
    ['fields', names(details.condition_fields)],
    ['operators', names(details.condition_operators)],
    ['event types', eventTypes(details.events)],
    ['macros', names(details.macros)],
    ['lists', names(details.lists)],
  ];
}

/** Rows without a value are left out. */
function printRow([label, value]: Row, palette: Palette): string[] {
  return value === '' ? [] : [`  ${palette.faint(`${label}:`.padEnd(15))}${printable(value.trim())}`];
}

function names(list: readonly string[]): string {
  return list.join(', ');
}

const mostListed = 20;

function eventTypes(events: readonly string[]): string {
  if (events.length <= mostListed) return names(events);
  return `${names(events.slice(0, mostListed))} and ${events.length - mostListed} more`;
}
