import { columnText, type ParsedColumn, usualColumns } from './parser-function/columns.ts';
import { parserFunctionName } from './parser-function/generate.ts';
import { kqlString } from './string-literal.ts';

/** What the query for a rule's alerts is made from. */
export interface AlertQueryRule {
  readonly name: string;
  /** Fields that its alerts carry, e.g. `proc.cmdline`. */
  readonly fields: readonly string[];
  /** What the alerts must fulfil besides, in KQL: a line of the query each. */
  readonly where?: readonly string[];
  /** Columns that the function has beyond the usual ones; every alert may fill them. */
  readonly further?: readonly ParsedColumn[];
  /** Columns that the query takes from the bag of fields itself, whatever function was deployed. */
  readonly fromBag?: readonly BagColumn[];
}

/** A column by the field of Falco that is its value, as text. */
export interface BagColumn {
  readonly name: string;
  readonly field: string;
}

/** A column of a query's result, with the fields of Falco and Falcosidekick that fill it. */
export interface ResultColumn {
  readonly name: string;
  readonly fields: readonly string[];
}

/**
 * The query for the alerts of one rule, with comments that say what it needs: the parser function, rows by
 * the rule's name, the columns that its fields fill, newest first. Ends in a line break.
 */
export function alertQuery(rule: AlertQueryRule): string {
  const columns = alertColumns(rule).map(({ name }) => columnText(name));
  const literal = kqlString(rule.name);
  return [
    `// Alerts of the Falco rule ${literal}.`,
    `// Needs the function ${parserFunctionName} in the workspace,`,
    '// which reads what Falcosidekick sends to Sentinel.',
    ...lossesOf(rule.name).flatMap((loss) => loss.map((line) => `// ${line}`)),
    ...alertRows(rule),
    ...(rule.fromBag ?? []).map(({ name, field }) => {
      return `| extend ${columnText(name)} = tostring(outputfields[${kqlString(field)}])`;
    }),
    '| project',
    `    ${columns.join(',\n    ')}`,
    '| sort by TimeGenerated desc',
    '',
  ].join('\n');
}

/** The lines of a query that give the rows of the alerts. */
export function alertRows({ name, where = [] }: AlertQueryRule): readonly string[] {
  const conditions = [`Activity == ${kqlString(name)}`, ...where];
  return [parserFunctionName, ...conditions.map((condition) => `| where ${condition}`)];
}

/**
 * The columns that `alertQuery` gives: when, how grave and where; then those that the rule's fields fill; then
 * those from the bag, and the bag with all fields.
 */
export function alertColumns({
  fields,
  further = [],
  fromBag = [],
}: AlertQueryRule): readonly ResultColumn[] {
  const filled = usualColumns.filter((column) => column.fields.some((field) => fields.includes(field)));
  const known = new Set(filled.map(({ name }) => name));
  return [
    ...['TimeGenerated', 'LogSeverity', 'Computer'].map((name) => ({ name, fields: [] })),
    { name: 'hostname', fields: ['hostname'] },
    ...filled,
    ...further.filter(({ name }) => !known.has(name)),
    ...fromBag.map(({ name, field }) => ({ name, fields: [field] })),
    { name: 'outputfields', fields: [] },
  ];
}

/** What becomes of the name on its way, in lines: Falcosidekick escapes nothing in CEF headers. */
function lossesOf(name: string): (readonly string[])[] {
  const losses: (readonly string[])[] = [];
  if (name.includes('|')) {
    losses.push([
      'The name holds "|". In CEF, Activity ends there and',
      'no row is found: use the JSON format.',
    ]);
  }
  if (/[\n\r]/.test(name)) {
    losses.push(['The name holds a line break, which cuts the event', 'in two in CEF: use the JSON format.']);
  }
  return losses;
}
