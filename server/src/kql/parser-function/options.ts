import type { SentinelConnection } from '../../workspace/sentinel-connection.ts';
import { usualConnection } from '../../workspace/sentinel-connection.ts';
import { type SentinelProblem, sentinelProblem } from '../sentinel-problem.ts';
import { type ParsedColumn, withColumns } from './columns.ts';
import type { ParserFunctionOptions } from './generate.ts';
import { columnsOfLabels, isColumnName, type OutputLabel } from './labels.ts';

/** The parser function of a workspace, and what is wrong with the settings. */
export interface WorkspaceParser {
  readonly options: ParserFunctionOptions;
  readonly problems: readonly SentinelProblem[];
}

/**
 * What the parser function of a workspace is made from: its settings and the labels of its rules' outputs.
 * A setting that cannot be used is an error, and its usual value stands in.
 */
export function parserOptions(
  connection: SentinelConnection,
  labels: readonly OutputLabel[],
): WorkspaceParser {
  const { transport, clusterField } = connection;
  const columns = withColumns([...columnsOfLabels(labels), ...settingColumns(connection)]);
  const options = {
    transport,
    cefTable: isTable(connection.cefTable) ? connection.cefTable : usualConnection.cefTable,
    syslogTable: isTable(connection.syslogTable) ? connection.syslogTable : usualConnection.syslogTable,
    columns,
    ...(clusterField !== '' && { clusterField }),
  };
  return { options, problems: connectionProblems(connection) };
}

/** The columns that the settings add to those of rules: further fields, and the cluster's name. */
export function furtherColumns(connection: SentinelConnection): readonly ParsedColumn[] {
  const { clusterField } = connection;
  const cluster = { name: 'ClusterName', labels: [], fields: [clusterField] };
  return [...settingColumns(connection), ...(clusterField === '' ? [] : [cluster])];
}

function settingColumns({ columns }: SentinelConnection): readonly ParsedColumn[] {
  return Object.entries(columns)
    .filter(([name, field]) => isColumnName(name) && field !== '')
    .map(([name, field]) => ({ name, labels: [], fields: [field] }));
}

function connectionProblems({ cefTable, syslogTable, columns }: SentinelConnection): SentinelProblem[] {
  const tables = [
    ['cefTable', cefTable, usualConnection.cefTable],
    ['syslogTable', syslogTable, usualConnection.syslogTable],
  ] as const;
  return [
    ...tables
      .filter(([, table]) => !isTable(table))
      .map(([key, table, usual]) =>
        sentinelProblem(
          'sentinel-setting',
          `sentinel.${key}`,
          table,
          `the name of a table such as \`${usual}\``,
        ),
      ),
    ...Object.entries(columns)
      .filter(([name, field]) => !isColumnName(name) || field === '')
      .map(([name]) =>
        sentinelProblem(
          'sentinel-setting',
          'sentinel.columns',
          name,
          'a plain word that no column has, with its field',
        ),
      ),
  ];
}

function isTable(name: string): boolean {
  return /^[A-Za-z_]\w{0,127}$/.test(name);
}
