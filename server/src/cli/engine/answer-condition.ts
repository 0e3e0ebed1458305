import { checkCondition } from '../../falco/condition/check.ts';
import { filterDepthLimit, parseCondition } from '../../falco/condition/parse.ts';
import type { Condition } from '../../falco/condition/tree.ts';
import { compileCondition } from '../../falco/evaluate/evaluate.ts';
import { eventOf } from '../../falco/evaluate/event.ts';
import { eventTypesOf, pluginEventTypes } from '../../falco/event-types/event-types.ts';
import { type FieldTable, type FieldTables, knownPlugins, syscallSource } from '../../falco/tables/fields.ts';
import type { JsonObject } from '../../text/json.ts';
import { Lines } from '../../text/lines.ts';
import type { EngineCache } from './engine-cache.ts';
import { BadRequest, eventFields, optionalText } from './request.ts';

/** A condition that does not compile: the engine's message and the offset that it names. */
interface Fault {
  readonly stage: 'parse' | 'compile';
  readonly error: string;
  readonly offset: number;
}

/** The fields that a condition of one source can use, and all tables of the plugins loaded for it. */
interface Context {
  readonly table: FieldTable;
  readonly tables: FieldTables;
}

/**
 * Evaluates a lone condition on one event (request 2), as the engine does with a filter: `fields` are the
 * values that it can extract. A condition that does not compile is answered with the stage, the engine's
 * message, and the place where its parser stood or where the wrong check begins.
 * @throws BadRequest
 */
export function answerCondition(request: JsonObject, cache: EngineCache): object {
  const text = optionalText(request, 'condition') ?? '';
  const event = eventOf(eventFields(request.fields, '"fields"'));
  const context = contextFor(optionalText(request, 'source') ?? syscallSource, cache);
  const { tree, problems } = parseCondition(text, filterDepthLimit);
  const [problem] = problems;
  if (problem !== undefined) {
    return failure(text, { stage: 'parse', error: problem.engineMessage, offset: problem.engineOffset });
  }
  const fault = firstFault(tree, context);
  if (fault !== undefined) return failure(text, fault);
  const result = compileCondition(tree, context.table, 'engine').evaluate(event) === true;
  if (request.evttypes !== true) return { ok: true, result };
  const types = eventTypes(tree, context);
  return 'error' in types ? failure(text, types) : { ok: true, result, evttypes: types.names };
}

/** The container plugin is loaded, and what opens the source. */
function contextFor(source: string, cache: EngineCache): Context {
  const openers = [...knownPlugins.values()].filter((plugin) => plugin.source === source);
  const { tables } = cache.setup(['container', ...openers.slice(0, 1).map(({ name }) => name)]);
  const table = tables.forSource(source);
  if (table === undefined) throw new BadRequest(`There is no event source "${source}"`);
  return { table, tables };
}

/** What the engine's compiler stumbles over first, from left to right; it knows no macros. */
function firstFault(node: Condition, context: Context): Fault | undefined {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) {
        const fault = firstFault(operand, context);
        if (fault !== undefined) return fault;
      }
      return undefined;
    case 'not':
      return firstFault(node.operand, context);
    case 'macro':
      return compileFault(node, `filter error: unexpected identifier '${node.name}'`);
    case 'check': {
      const { table, tables } = context;
      const findings = checkCondition(node, { table, asyncEvents: tables.asyncEvents });
      const error = findings.find(({ engine }) => engine?.severity === 'error')?.engine;
      return error && compileFault(node, error.message);
    }
    case 'missing':
      return undefined;
  }
}

function compileFault(node: Condition, error: string): Fault {
  return { stage: 'compile', error, offset: node.span.start };
}

function eventTypes(tree: Condition, { table, tables }: Context): Fault | { names: readonly string[] } {
  if (table.source !== syscallSource) return { names: pluginEventTypes };
  const result = eventTypesOf(tree, tables.asyncEvents);
  return result.ok ? { names: result.types.names } : compileFault(result.check, result.error);
}

/** `pos` counts as the engine does: `idx` bytes from 0, `line` from 1 and `col` bytes from 1. */
function failure(text: string, { stage, error, offset }: Fault): object {
  const { line, column } = new Lines(text).at(offset);
  const bytes = (from: number) => Buffer.byteLength(text.slice(from, offset));
  return { ok: false, stage, error, pos: { idx: bytes(0), line: line + 1, col: bytes(offset - column) + 1 } };
}
