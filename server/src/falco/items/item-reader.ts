import type { Span } from '../../text/span.ts';
import { isNull, valueUnder, type YamlMap, type YamlNode, type YamlScalar } from '../../yaml/node.ts';
import {
  type EngineWarningCode,
  type EngineWhere,
  engineError,
  engineWarning,
  type Finding,
  finding,
  type ProblemCode,
  type problemKinds,
} from '../problems/index.ts';
import type { Step } from './item.ts';

type MessageArguments<Code extends ProblemCode> = Parameters<(typeof problemKinds)[Code]['message']>;

/** Thrown to stop reading a part of an item; no `Error`, whose stack trace would cost more than the reading. */
export class ItemError {
  constructor(readonly finding: Finding) {}
}

/** Collects the steps of one item, and decodes its values with the engine's checks and messages. */
export class ItemReader {
  readonly steps: Step[] = [];
  private missedKey = false;

  /** @param where the item that the engine names in its messages. */
  constructor(public where: EngineWhere) {}

  step(step: Step): void {
    this.steps.push(step);
  }

  warn<Code extends ProblemCode>(
    code: Code,
    span: Span,
    args: MessageArguments<Code>,
    engineCode: EngineWarningCode,
    engineMessage: string,
    where: EngineWhere = this.where,
  ): void {
    const engine = engineWarning(engineCode, engineMessage, where);
    this.step({ do: 'report', finding: finding(code, span, args, engine) });
  }

  /**
   * Reads a part of the item and goes on after an error in it, so that every error is found; the engine stops
   * at the first. Several missing keys are one problem.
   */
  attempt<Value>(read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ItemError)) throw error;
      const isMissingKey = error.finding.code === 'missing-key';
      if (!isMissingKey || !this.missedKey) this.step({ do: 'report', finding: error.finding });
      this.missedKey ||= isMissingKey;
      return undefined;
    }
  }

  /** @throws ItemError always. */
  fail<Code extends ProblemCode>(
    code: Code,
    span: Span,
    args: MessageArguments<Code>,
    engineMessage: string,
    where: EngineWhere = this.where,
  ): never {
    const engine = engineError('LOAD_ERR_YAML_VALIDATE', engineMessage, where);
    throw new ItemError(finding(code, span, args, engine));
  }

  /** The scalar under a key that must be there and not be empty. */
  required(map: YamlMap, key: string): YamlScalar {
    const value = valueUnder(map, key);
    if (value === undefined) {
      return this.fail('missing-key', headSpan(map), [key], `Item has no mapping for key '${key}'`);
    }
    return this.scalar(value, key);
  }

  /** The scalar under a key, if there is such a key. */
  optional(map: YamlMap, key: string): YamlScalar | undefined {
    const value = valueUnder(map, key);
    return value === undefined ? undefined : this.scalar(value, key);
  }

  /** As `optional`; null and empty values count as absent. */
  optionalOrEmpty(map: YamlMap, key: string): YamlScalar | undefined {
    const value = valueUnder(map, key);
    if (value === undefined || isNull(value)) return undefined;
    if (value.kind === 'scalar' && value.value === '') return undefined;
    return this.scalar(value, key);
  }

  private scalar(value: YamlNode, key: string): YamlScalar {
    if (isNull(value))
      return this.fail('empty-value', value.span, [key], `Mapping for key '${key}' is empty`);
    const where = { type: 'value for', name: key };
    if (value.kind !== 'scalar') {
      return this.fail('value-not-scalar', value.span, [key], 'Value is not a scalar value', where);
    }
    if (value.value === '') {
      return this.fail('empty-value', value.span, [key], 'Value must be non-empty', where);
    }
    return value;
  }

  optionalBoolean(map: YamlMap, key: string): boolean | undefined {
    const value = this.optional(map, key);
    return value === undefined ? undefined : this.boolean(value, key);
  }

  boolean(value: YamlScalar, key: string): boolean {
    const parsed = parseBoolean(value.value);
    if (parsed !== undefined) return parsed;
    return this.fail('bad-scalar', value.span, [key, '`true` or `false`'], "Can't decode YAML scalar value", {
      type: 'value for',
      name: key,
    });
  }

  unsigned(value: YamlScalar, key: string): number {
    const parsed = parseUnsigned(value.value);
    if (parsed !== undefined) return parsed;
    return this.fail('bad-scalar', value.span, [key, 'a whole number'], "Can't decode YAML scalar value", {
      type: 'value for',
      name: key,
    });
  }

  /** The scalars of a list under a key. */
  scalars(map: YamlMap, key: string): YamlScalar[] | undefined {
    const value = valueUnder(map, key);
    if (value === undefined) return undefined;
    const where = { type: 'value for', name: key };
    if (value.kind !== 'list') {
      return this.fail('value-not-list', value.span, [key], 'Value is not a sequence', where);
    }
    return value.items.map((item) => {
      // Measured: null is not a scalar for the engine.
      if (item.kind === 'scalar' && !item.isNull) return item;
      return this.fail('list-item-not-scalar', item.span, [], 'sequence value is not scalar', {
        type: 'list item',
        name: '',
      });
    });
  }

  /** Warns of every key that is not among `known`. */
  warnUnknownKeys(map: YamlMap, known: readonly string[], where: EngineWhere = this.where): void {
    for (const { key } of map.entries) {
      const name = key.kind === 'scalar' ? key.value : '';
      if (known.includes(name)) continue;
      const message = `Unknown key '${name}'. The key will be ignored.`;
      this.warn('unknown-key', key.span, [name], 'LOAD_UNKNOWN_KEY', message, where);
    }
  }
}

/** The first key of an item: where a problem of the item as a whole is shown. */
export function headSpan(map: YamlMap): Span {
  const first = map.entries[0];
  return first === undefined ? map.span : { start: first.key.span.start, end: first.value.span.end };
}

/** Booleans of YAML 1.1 in lower, Capital or UPPER case (ENGINE.md, "YAML reading"). */
export function parseBoolean(text: string): boolean | undefined {
  const flexible = /^[a-z]+$|^[A-Z][a-z]*$|^[A-Z]+$/.test(text);
  if (!flexible) return undefined;
  switch (text.toLowerCase()) {
    case 'y':
    case 'yes':
    case 'true':
    case 'on':
      return true;
    case 'n':
    case 'no':
    case 'false':
    case 'off':
      return false;
    default:
      return undefined;
  }
}

/** A 32-bit unsigned number as a C++ stream reads it: decimal, `0x` or octal with a leading zero. */
export function parseUnsigned(text: string): number | undefined {
  const match = /^\+?(?:(0[xX][0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*))$/.exec(text);
  if (match === null) return undefined;
  const [, hex, octal, decimal] = match;
  const value = hex ? Number.parseInt(hex, 16) : octal ? Number.parseInt(octal, 8) : Number(decimal);
  return value <= 0xffff_ffff ? value : undefined;
}
