import type { Span } from '../../text/span.ts';
import type {
  EngineVersion,
  ExceptionDefinition,
  ListDefinition,
  PluginRequirement,
  RuleDefinition,
  RuleUpdate,
  Step,
} from '../items/item.ts';
import type { ProblemCode, problemKinds } from '../problems/index.ts';
import {
  type EngineErrorCode,
  type EngineWhere,
  engineError,
  engineWarning,
  type Finding,
  finding,
} from '../problems/index.ts';
import type { FieldTables } from '../tables/fields.ts';
import { type CheckedException, checkException, exceptionHead, isGiven } from './check-exception.ts';
import type { PlacedScalar } from './composed-text.ts';
import type { ConditionCache } from './condition-cache.ts';
import { compatible } from './engine-version.ts';
import type { PlacedItem } from './placed-item.ts';
import type { Recipe } from './recipe.ts';

/** A list with all that was appended to it. */
export interface CollectedList {
  readonly name: string;
  /** Place in the order of definitions; kept when the list is defined anew. */
  readonly index: number;
  /** Place of the last item that touched it: names defined before are visible in it. */
  readonly visibility: number;
  readonly items: readonly string[];
  readonly definition: PlacedItem;
}

/** A macro with all that was appended to it. */
export interface CollectedMacro {
  readonly name: string;
  readonly index: number;
  readonly visibility: number;
  readonly condition: readonly PlacedScalar[];
  readonly definition: PlacedItem;
  /** Where it was defined for the first time. */
  readonly first: PlacedItem;
  readonly recipe: Recipe;
}

/** An exception with the item that brought it. */
export interface CollectedException extends CheckedException {
  readonly placed: PlacedItem;
}

/** A rule with all that was appended to it or overridden in it. */
export interface CollectedRule
  extends Omit<RuleDefinition, 'condition' | 'output' | 'exceptions' | 'source'> {
  readonly source: string;
  readonly unknownSource: boolean;
  readonly condition: readonly PlacedScalar[];
  readonly output: readonly PlacedScalar[];
  readonly exceptions: readonly CollectedException[];
  readonly definition: PlacedItem;
  readonly recipe: Recipe;
}

/** What is checked for while items are collected. */
export interface CollectorContext {
  readonly engine: EngineVersion;
  readonly tables: FieldTables;
}

type StepThat<Does extends Step['do']> = Extract<Step, { do: Does }>;

/** Reports a finding in the item that is being collected. */
export type Report = (placed: PlacedItem, finding: Finding) => void;

/** Thrown where the engine stops collecting; no `Error`, as `ItemError`. */
export class CollectError {
  constructor(
    readonly placed: PlacedItem,
    readonly finding: Finding,
  ) {}
}

/**
 * The state of a load: lists, macros and rules in order of their definition, as the items collected so far
 * leave them (ENGINE.md, "Items").
 */
export class Collector {
  readonly lists = new Map<string, CollectedList>();
  readonly macros = new Map<string, CollectedMacro>();
  readonly rules = new Map<string, CollectedRule>();
  readonly plugins: PluginRequirement[] = [];
  private index = 0;

  constructor(
    private readonly context: CollectorContext,
    private readonly report: Report,
    private readonly cache: ConditionCache,
  ) {}

  /** Carries out one step of an item. @throws CollectError where the engine would stop. */
  collect(placed: PlacedItem, step: Step): void {
    switch (step.do) {
      case 'report':
        if (step.finding.engine?.severity === 'error') throw new CollectError(placed, step.finding);
        this.report(placed, step.finding);
        break;
      case 'require-engine':
        this.requireEngine(placed, step.version, step.span);
        break;
      case 'require-plugin':
        this.requirePlugin(placed, step.plugin, step.spans);
        break;
      case 'define-list':
      case 'append-list':
        this.list(placed, step.list, step.do === 'append-list');
        break;
      case 'define-macro':
      case 'append-macro':
        this.macro(placed, step);
        break;
      case 'define-rule':
        this.defineRule(placed, step);
        break;
      case 'append-rule':
        this.appendRule(placed, step);
        break;
      case 'replace-rule':
        this.replaceRule(placed, step);
        break;
      case 'enable-rule':
        this.enableRule(placed, step);
    }
  }

  private requireEngine(placed: PlacedItem, version: EngineVersion, span: Span): void {
    const { engine } = this.context;
    if (compatible(engine, version)) return;
    const message = `Rules require engine version ${version.text}, but engine version is ${engine.text}`;
    this.fail(placed, 'engine-too-old', span, [version.text, engine.text], message, {
      type: 'required_engine_version',
      name: '',
    });
  }

  private requirePlugin(placed: PlacedItem, plugin: PluginRequirement, spans: readonly Span[]): void {
    const names = new Set<string>();
    const where = { type: 'required plugin versions entry', name: plugin.name };
    for (const [i, { name, version }] of plugin.alternatives.entries()) {
      const span = spans[i]!;
      if (!/^\s*\d+\.\d+\.\d+/.test(version)) {
        const message = `Invalid required version '${version}' for plugin '${name}'`;
        this.fail(
          placed,
          'bad-plugin-version',
          span,
          [`\`${version}\` is not a version such as 0.7.0`],
          message,
          where,
        );
      }
      if (names.has(name)) {
        const message = `Defined multiple alternative version requirements for plugin '${name}'`;
        this.fail(placed, 'bad-plugin-version', span, [`\`${name}\` is named twice`], message, where);
      }
      names.add(name);
    }
    this.plugins.push(plugin);
  }

  private list(placed: PlacedItem, { name, texts }: ListDefinition, append: boolean): void {
    const previous = this.lists.get(name);
    if (append && previous === undefined) {
      const message =
        "List uses 'append' or 'override.items: append' but no list by that name already exists";
      this.fail(placed, 'append-without-target', placed.item.nameSpan, ['list', name], message);
    }
    const index = this.index++;
    this.lists.set(name, {
      name,
      index: previous?.index ?? index,
      visibility: index,
      items: append ? this.cache.join(previous!.items, texts) : texts,
      definition: append ? previous!.definition : placed,
    });
  }

  private macro(placed: PlacedItem, step: StepThat<'define-macro' | 'append-macro'>): void {
    const { name, condition } = step.macro;
    const append = step.do === 'append-macro';
    const previous = this.macros.get(name);
    if (append && previous === undefined) {
      const message =
        "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists";
      this.fail(placed, 'append-without-target', placed.item.nameSpan, ['macro', name], message);
    }
    const index = this.index++;
    const recipe = this.cache.recipe(append ? previous : undefined, step);
    const known = recipe.macro;
    if (previous === undefined && known?.definition === placed && known.visibility === index) {
      this.macros.set(name, known);
      return;
    }
    const part = { placed, scalar: condition };
    const macro = {
      name,
      index: previous?.index ?? index,
      visibility: index,
      condition: append ? [...previous!.condition, part] : [part],
      definition: append ? previous!.definition : placed,
      first: previous?.first ?? placed,
      recipe,
    };
    if (previous === undefined) recipe.macro = macro;
    this.macros.set(name, macro);
  }

  private defineRule(placed: PlacedItem, step: StepThat<'define-rule'>): void {
    const { rule } = step;
    this.checkSource(placed, this.rules.get(rule.name), rule.source);
    const known = this.context.tables.sources.includes(rule.source);
    if (!known) {
      const engine = engineWarning('LOAD_UNKNOWN_SOURCE', `Unknown source ${rule.source}, skipping`, {
        type: 'rule',
        name: rule.name,
      });
      this.report(placed, finding('unknown-source', this.sourceSpan(placed), [rule.source], engine));
    }
    this.index++;
    const before = this.cache.definedRule(placed, step);
    const defined = before ?? this.cache.keepRule(placed, step, this.definedRule(placed, step, known));
    this.rules.set(rule.name, defined);
  }

  private definedRule(placed: PlacedItem, step: StepThat<'define-rule'>, known: boolean): CollectedRule {
    const { rule } = step;
    const exceptions = rule.exceptions.map((exception) => {
      if (!isGiven(exception.fields)) {
        const message = 'Rule exception item must have fields property with a list of fields';
        this.failException(placed, exception, 'exception-missing-fields', [exception.name], message);
      }
      return this.checkedException(placed, exception, known ? rule.source : undefined);
    });
    return {
      ...rule,
      unknownSource: !known,
      condition: [{ placed, scalar: rule.condition }],
      // Measured: blanks round a defined output go, those round an override's stay.
      output: [{ placed, scalar: rule.output, trim: true }],
      exceptions,
      definition: placed,
      recipe: this.cache.recipe(undefined, step),
    };
  }

  private appendRule(placed: PlacedItem, step: StepThat<'append-rule' | 'replace-rule'>): void {
    const { update } = step;
    const previous = this.rules.get(update.name);
    this.checkSource(placed, previous, update.source);
    if (previous === undefined) {
      const message =
        "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists";
      this.fail(placed, 'append-without-target', placed.item.nameSpan, ['rule', update.name], message);
    }
    if (!hasAnyValue(update)) {
      const message = 'Appended rule must have exceptions or condition property';
      this.fail(placed, 'nothing-to-append', placed.item.nameSpan, [], message);
    }
    const { condition, output, description, tags, exceptions } = update;
    this.index++;
    this.rules.set(update.name, {
      ...previous,
      condition: condition ? [...previous.condition, { placed, scalar: condition }] : previous.condition,
      output: output ? [...previous.output, { placed, scalar: output }] : previous.output,
      description: description ? `${previous.description} ${description}` : previous.description,
      tags: tags ? [...new Set([...previous.tags, ...tags])].sort() : previous.tags,
      exceptions: exceptions ? this.appendExceptions(placed, previous, exceptions) : previous.exceptions,
      recipe: this.cache.recipe(previous, step),
    });
  }

  private appendExceptions(
    placed: PlacedItem,
    rule: CollectedRule,
    added: readonly ExceptionDefinition[],
  ): CollectedException[] {
    const exceptions = [...rule.exceptions];
    for (const exception of added) {
      const at = exceptions.findIndex((each) => each.name === exception.name);
      if (at === -1) exceptions.push(this.newException(placed, rule, exception));
      else exceptions[at] = this.withMoreValues(placed, exceptions[at]!, exception);
    }
    return exceptions;
  }

  private newException(
    placed: PlacedItem,
    rule: CollectedRule,
    exception: ExceptionDefinition,
  ): CollectedException {
    if (!isGiven(exception.fields)) {
      const message = 'Rule exception must have fields property with a list of fields';
      this.failException(placed, exception, 'exception-missing-fields', [exception.name], message);
    }
    if (exception.values.length === 0) {
      const message = 'Rule exception must have values property with a list of values';
      this.failException(placed, exception, 'exception-missing-values', [exception.name], message);
    }
    return this.checkedException(placed, exception, rule.unknownSource ? undefined : rule.source);
  }

  private withMoreValues(
    placed: PlacedItem,
    previous: CollectedException,
    exception: ExceptionDefinition,
  ): CollectedException {
    for (const key of ['fields', 'comps'] as const) {
      if (!isGiven(exception[key])) continue;
      const message = `Can not append exception ${key} to existing exception, only values`;
      this.failException(placed, exception, 'exception-append-values-only', [key], message);
    }
    return {
      ...previous,
      values: [...previous.values, ...exception.values.map((value) => ({ placed, value }))],
    };
  }

  private replaceRule(placed: PlacedItem, step: StepThat<'append-rule' | 'replace-rule'>): void {
    const { update } = step;
    const previous = this.rules.get(update.name);
    this.checkSource(placed, previous, update.source);
    if (previous === undefined) {
      const message =
        "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists";
      this.fail(placed, 'override-without-target', placed.item.nameSpan, [update.name], message);
    }
    const { condition, output, exceptions, name: _name, source: _source, ...rest } = update;
    this.index++;
    this.rules.set(update.name, {
      ...previous,
      ...rest,
      condition: condition ? [{ placed, scalar: condition }] : previous.condition,
      output: output ? [{ placed, scalar: output }] : previous.output,
      exceptions: exceptions
        ? exceptions.map((exception) => uncheckedException(placed, exception))
        : previous.exceptions,
      recipe: this.cache.recipe(previous, step),
    });
  }

  private enableRule(placed: PlacedItem, step: StepThat<'enable-rule'>): void {
    const { name, enabled } = step;
    const previous = this.rules.get(name);
    if (previous === undefined) {
      const message = "Rule has 'enabled' key but no rule by that name already exists";
      this.fail(placed, 'enable-without-target', placed.item.nameSpan, [name], message);
    }
    this.rules.set(name, { ...previous, enabled, recipe: this.cache.recipe(previous, step) });
  }

  private checkSource(placed: PlacedItem, previous: CollectedRule | undefined, source: string): void {
    if (previous === undefined || previous.source === '' || source === '' || previous.source === source)
      return;
    const message = 'Rule has been re-defined with a different source';
    this.fail(placed, 'source-changed', this.sourceSpan(placed), [previous.name], message);
  }

  private sourceSpan(placed: PlacedItem): Span {
    const { node, nameSpan } = placed.item;
    if (node.kind !== 'map') return nameSpan;
    const source = node.entries.find((entry) => entry.key.kind === 'scalar' && entry.key.value === 'source');
    return source?.value.span ?? nameSpan;
  }

  private checkedException(
    placed: PlacedItem,
    exception: ExceptionDefinition,
    source: string | undefined,
  ): CollectedException {
    const table = source === undefined ? undefined : this.context.tables.forSource(source);
    const checked = this.cache.exception(exception, table, () => checkException(exception, table));
    if ('code' in checked) throw new CollectError(placed, checked);
    return { ...checked, placed, values: exception.values.map((value) => ({ placed, value })) };
  }

  private failException<Code extends ProblemCode>(
    placed: PlacedItem,
    exception: ExceptionDefinition,
    code: Code,
    args: Parameters<(typeof problemKinds)[Code]['message']>,
    message: string,
  ): never {
    const where = { type: 'exception', name: exception.name };
    const engine = engineError('LOAD_ERR_VALIDATE', message, where);
    throw new CollectError(placed, finding(code, exceptionHead(exception), args, engine));
  }

  private fail<Code extends ProblemCode>(
    placed: PlacedItem,
    code: Code,
    span: Span,
    args: Parameters<(typeof problemKinds)[Code]['message']>,
    message: string,
    where: EngineWhere = { type: placed.item.kind ?? '', name: placed.item.name },
  ): never {
    const engineCode: EngineErrorCode = 'LOAD_ERR_VALIDATE';
    throw new CollectError(placed, finding(code, span, args, engineError(engineCode, message, where)));
  }
}

/** An exception that an override puts in: the engine does not check it. */
function uncheckedException(placed: PlacedItem, exception: ExceptionDefinition): CollectedException {
  return {
    name: exception.name,
    definition: exception,
    ...(exception.fields === undefined ? {} : { fields: exception.fields }),
    ...(exception.comps === undefined ? {} : { comps: exception.comps }),
    placed,
    values: exception.values.map((value) => ({ placed, value })),
  };
}

function hasAnyValue(update: RuleUpdate): boolean {
  const { name: _name, source: _source, ...rest } = update;
  return Object.keys(rest).length > 0;
}
