import { lowerAscii, toBytes } from '../../falco/evaluate/byte-string.ts';
import type { Span } from '../../text/span.ts';
import type { XmlAttribute, XmlDocument, XmlElement } from './document.ts';

const maxNameBytes = 256;
const shortestExpanded = 3;

/** A variable that cannot be applied: Wazuh's sentence and the place. */
export interface VariableError {
  readonly message: string;
  readonly span: Span;
}

/** Values by name in small letters; of equal names the first counts. */
type Variables = Map<string, string>;

/** Texts that grow beyond this are refused, so that no file can fill the memory. */
const maxExpandedLength = 1 << 20;

class VariableFailure extends Error {
  constructor(
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}

/** True where an element declares a variable instead of standing for itself. */
function isVariable(element: XmlElement): boolean {
  return lowerAscii(element.name) === 'var';
}

/**
 * The document with every `$name` replaced and the `<var>` elements gone. A variable counts from its
 * declaration on, for this file alone; texts of two bytes or less are never expanded; while no variable is
 * declared `$` means nothing. Source: SEMANTICS.md "Loading" 4, and the behaviour of 4.14.7.
 */
export function applyVariables(document: XmlDocument): XmlDocument | { readonly failure: VariableError } {
  if (!document.roots.some(declaresAny)) return document;
  const following = elementsInOrder(document.roots);
  const variables: Variables = new Map();
  try {
    return { roots: expandAll(document.roots, { following, next: 0, variables }) };
  } catch (failure) {
    if (!(failure instanceof VariableFailure)) throw failure;
    return { failure: { message: `XMLERR: ${failure.message}`, span: failure.span } };
  }
}

function declaresAny(element: XmlElement): boolean {
  return isVariable(element) || element.children.some(declaresAny);
}

function elementsInOrder(roots: readonly XmlElement[], found: XmlElement[] = []): XmlElement[] {
  for (const root of roots) {
    found.push(root);
    elementsInOrder(root.children, found);
  }
  return found;
}

/** How far a document is expanded. */
interface Expansion {
  /** All elements in order, and the place of the next one. */
  readonly following: readonly XmlElement[];
  next: number;
  readonly variables: Variables;
}

/** The elements expanded, without the declarations; the same array where nothing changes. */
function expandAll(elements: readonly XmlElement[], expansion: Expansion): readonly XmlElement[] {
  const expanded = elements.map((element) => expandElement(element, expansion));
  if (expanded.every((element, i) => element === elements[i])) return elements;
  return expanded.filter((element) => element !== undefined);
}

/** The element expanded, itself where nothing changes; undefined for a declaration, which is noted. */
function expandElement(element: XmlElement, expansion: Expansion): XmlElement | undefined {
  const { following, variables } = expansion;
  const index = expansion.next++;
  if (isVariable(element)) {
    declare(element, following, index, variables);
    expandAll(element.children, expansion);
    return undefined;
  }
  const content = expandText(element.content, element.contentSpan, variables);
  const attributes = expandAttributes(element.attributes, variables);
  const children = expandAll(element.children, expansion);
  const same = content === element.content && attributes === element.attributes;
  return same && children === element.children ? element : { ...element, content, attributes, children };
}

/** Its name is the first attribute from the element on, even where that belongs to a later element. */
function declare(
  element: XmlElement,
  following: readonly XmlElement[],
  index: number,
  variables: Variables,
): void {
  let owner = index;
  while (following[owner]?.attributes.length === 0) owner++;
  const attribute = following[owner]?.attributes[0];
  if (attribute === undefined) throw new VariableFailure('No value set for variable.', element.span);
  if (lowerAscii(attribute.name) !== 'name') {
    const message = 'Only "name" is allowed as an attribute for a variable.';
    throw new VariableFailure(message, attribute.nameSpan);
  }
  if (toBytes(attribute.value).length >= maxNameBytes) {
    throw new VariableFailure('Invalid variable name size.', attribute.valueSpan);
  }
  const name = lowerAscii(attribute.value);
  if (!variables.has(name)) variables.set(name, element.content);
}

function expandAttributes(
  attributes: readonly XmlAttribute[],
  variables: Variables,
): readonly XmlAttribute[] {
  const values = attributes.map(({ value, valueSpan }) => expandText(value, valueSpan, variables));
  if (values.every((value, i) => value === attributes[i]!.value)) return attributes;
  return attributes.map((attribute, i) => ({ ...attribute, value: values[i]! }));
}

/**
 * Replaces the variables of one text. `written` follows Wazuh's place in the result, which it forgets to
 * move over a `$(…`: a variable after one lands too far left, here as there.
 */
function expandText(text: string, place: Span, variables: Variables): string {
  if (variables.size === 0 || !text.includes('$') || toBytes(text).length < shortestExpanded) return text;
  let result = text;
  let written = 0;
  let read = 0;
  while (read < text.length) {
    if (text[read] !== '$') {
      read++;
      written++;
      continue;
    }
    const name = nameAfter(text, read + 1, place);
    read += 1 + name.length;
    const value = variables.get(lowerAscii(name));
    if (value !== undefined) {
      result = result.slice(0, written) + value + text.slice(read);
      written += value.length;
      if (written > maxExpandedLength) throw new VariableFailure('Memory error.', place);
    } else if (name === '') written++;
    else if (name[0] !== '(') {
      throw new VariableFailure(`Unknown variable: '${name.slice(0, 95)}'.`, place);
    }
  }
  return result;
}

/** What stands between a `$` and the next delimiter. */
function nameAfter(text: string, start: number, place: Span): string {
  let end = start;
  while (end < text.length && !'$.|, '.includes(text[end]!)) end++;
  const name = text.slice(start, end);
  if (toBytes(name).length > maxNameBytes - 1) {
    throw new VariableFailure(`Invalid variable name size: '${maxNameBytes - 1}'.`, place);
  }
  return name;
}
