import type { FieldFaultKind } from '../tables/field-reference.ts';
import type { FieldType } from '../tables/fields.ts';
import { type ComparedAs, comparedAs } from '../tables/operators.ts';

/**
 * Why something in a condition is wrong, in words for people; the engine's own words stand beside them in each
 * finding.
 */
const typeWords: Readonly<Record<ComparedAs, string>> = {
  number: 'a number',
  boolean: 'true or false',
  text: 'a text',
  bytes: 'a buffer of bytes',
  address: 'an IP address or network',
};

/** What a value of a type is: `a number`. */
export function typeInWords(type: FieldType, list: boolean): string {
  if (list) return 'a list';
  const kind = comparedAs(type);
  return kind === undefined ? `of type ${type}` : typeWords[kind];
}

/** What a field's argument lacks or has too much. `key` is the field as written, `name` as it is declared. */
export function argumentReason(fault: FieldFaultKind, key: string, name: string): string {
  switch (fault) {
    case 'argument-missing':
      return `\`${name}\` needs one`;
    case 'argument-unexpected':
      return `\`${name}\` takes none`;
    case 'argument-not-a-number':
      return `\`${name}\` takes a number`;
    case 'argument-form':
      return `\`${name}\` does not take it in this form`;
    case 'unknown-event-argument':
      return `no event has an argument \`${key.replace(/^evt\.(?:raw)?arg\./, '')}\``;
    case 'unknown-event-type':
      return 'there is no such event type';
    default:
      return `\`${key}\` cannot be read`;
  }
}

/** What a value of a type looks like, where a text is none. */
export function valueReason(type: FieldType): string {
  switch (comparedAs(type)) {
    case 'number':
      return type === 'PORT'
        ? 'it takes a port number; names of services are not known to Falco'
        : 'it takes a whole number in decimal digits that fits the field';
    case 'boolean':
      return 'it is `true` or `false`, in small letters';
    case 'address':
      return type.endsWith('NET')
        ? 'it takes a network such as `10.0.0.0/8`'
        : 'it takes an IP address; for networks use `fd.net` and its kin';
    case 'text':
    case 'bytes':
      return 'a value has 255 bytes at most and no NUL';
    default:
      return 'values of this type cannot be compared';
  }
}

/** What `bcontains` and `bstartswith` take. */
export const hexReason = 'it takes pairs of hexadecimal digits such as `cafe`, 255 bytes at most';
