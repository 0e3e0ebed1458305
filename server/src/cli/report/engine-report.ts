import { type ItemKind, isOwnKind } from '../../falco/items/item.ts';
import type { FileLoad, Load, LoadProblem } from '../../falco/load/load.ts';
import type { EngineCode } from '../../falco/problems/index.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import { excerpt } from './excerpt.ts';

/** One file's result in the shape of `falco -V … -o json_output=true` (ENGINE.md, "Verdicts"). */
export interface EngineResult {
  readonly name: string;
  readonly successful: boolean;
  readonly errors: readonly EngineProblem[];
  readonly warnings: readonly EngineProblem[];
}

/** One error or warning as the engine words it. */
export interface EngineProblem {
  readonly code: EngineCode;
  /** The code in words. */
  readonly codedesc: string;
  readonly message: string;
  readonly context: { readonly locations: readonly EngineLocation[]; readonly snippet: string };
}

/** A place, from the file as a whole down to the characters; all numbers count from 0, as in the engine. */
export interface EngineLocation {
  readonly item_type: string;
  readonly item_name: string;
  readonly position: {
    readonly name: string;
    readonly line: number;
    readonly column: number;
    readonly offset: number;
  };
}

/**
 * What the engine would report of each file: its errors and warnings, word for word. Positions are ours,
 * and so exact; the engine's own are not. They count in the file that people see.
 */
export function engineReport(files: readonly RulesFile[], load: Load): EngineResult[] {
  const sources = new Map(files.map((file) => [file.uri, file]));
  return load.files.map((result) => fileResult(result, sources));
}

function fileResult(
  { file, successful, problems }: FileLoad,
  sources: ReadonlyMap<string, RulesFile>,
): EngineResult {
  const seen = problems.filter(({ seenByEngine }) => seenByEngine);
  const ofSeverity = (severity: 'error' | 'warning') =>
    seen
      .filter(({ finding }) => finding.engine?.severity === severity)
      .map((problem) => engineProblem(problem, sources.get(problem.file)!));
  return { name: file, successful, errors: ofSeverity('error'), warnings: ofSeverity('warning') };
}

function engineProblem(problem: LoadProblem, source: RulesFile): EngineProblem {
  const { code, message } = problem.finding.engine!;
  const locations = locationsOf(problem, source);
  const context = { locations, snippet: snippetOf(locations.at(-1)!, source) };
  return { code, codedesc: codeDescriptions[code], message, context };
}

/** From the outside inwards: the file, the item in it, what the item is, and what the problem is in. */
function locationsOf({ finding }: LoadProblem, file: RulesFile): EngineLocation[] {
  const locate = (item_type: string, item_name: string, offset: number): EngineLocation => ({
    item_type,
    item_name,
    position: {
      name: file.document,
      ...file.place(offset),
      offset: file.inDocument({ start: offset, end: offset }).start,
    },
  });
  const locations = [locate('rules content', '', 0)];
  const placed = file.read.items.findLast(
    ({ start, item }) => start + item.node.span.start <= finding.span.start,
  );
  if (finding.engine?.code === 'LOAD_ERR_YAML_PARSE') {
    return [...locations, locate('value for', '', finding.span.start)];
  }
  if (placed === undefined) return locations;
  const { start, item } = placed;
  const itemStart = start + item.node.span.start;
  const where = finding.engine?.where ?? { type: 'condition expression', name: '' };
  locations.push(locate('rules content item', '', itemStart));
  if (item.kind !== undefined && !isOwnKind(item.kind)) {
    const named = ['rule', 'macro', 'list'].includes(item.kind);
    locations.push(locate(kindNames[item.kind], named ? item.name : '', itemStart));
  }
  // What concerns an item as a whole stands at its first key, as in the engine.
  const isWhole = locations.some(({ item_type }) => item_type === where.type);
  if (!isWhole) locations.push(locate(where.type, where.name, finding.span.start));
  return locations;
}

/** Kinds of items as the engine calls them in places. */
const kindNames: Readonly<Record<ItemKind, string>> = {
  required_engine_version: 'required_engine_version',
  required_plugin_versions: 'required plugin versions',
  list: 'list',
  macro: 'macro',
  rule: 'rule',
};

/** The line with a caret under the place. */
function snippetOf({ position: { line, column } }: EngineLocation, { documentLines }: RulesFile): string {
  const shown = excerpt(documentLines.lineText(line), column, column + 1);
  return `${shown.line}\n${shown.carets}\n`;
}

/** The engine's short names of its codes. */
const codeDescriptions: Readonly<Record<EngineCode, string>> = {
  LOAD_ERR_FILE_READ: 'File read error',
  LOAD_ERR_YAML_PARSE: 'YAML parse error',
  LOAD_ERR_YAML_VALIDATE: 'Error validating internal structure of YAML file',
  LOAD_ERR_COMPILE_CONDITION: 'Error compiling condition',
  LOAD_ERR_COMPILE_OUTPUT: 'Error compiling output',
  LOAD_ERR_VALIDATE: 'Error validating rule/macro/list/exception objects',
  LOAD_UNKNOWN_SOURCE: 'Unknown event source',
  LOAD_UNSAFE_NA_CHECK: 'Unsafe <NA> comparison in condition',
  LOAD_NO_EVTTYPE: 'Condition has no event-type restriction',
  LOAD_UNKNOWN_FILTER: 'Unknown field or event-type in condition or output',
  LOAD_UNUSED_MACRO: 'Unused macro',
  LOAD_UNUSED_LIST: 'Unused list',
  LOAD_UNKNOWN_ITEM: 'Unknown rules file item',
  LOAD_DEPRECATED_ITEM: 'Used deprecated item',
  LOAD_APPEND_NO_VALUES: 'Overriding/appending with no values',
  LOAD_EXCEPTION_NAME_NOT_UNIQUE: 'Multiple exceptions defined with the same name',
  LOAD_INVALID_MACRO_NAME: 'Invalid macro name',
  LOAD_INVALID_LIST_NAME: 'Invalid list name',
  LOAD_COMPILE_CONDITION: 'Warning in rule condition',
  LOAD_UNKNOWN_KEY: 'Unknown key in item definition',
};
