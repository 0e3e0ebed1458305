import { type LineColumn, Lines } from '../text/lines.ts';
import type { Span } from '../text/span.ts';

/** A file of a Wazuh manager that is kept beside the rules files of Falco: rules, or decoders. */
export class WazuhFile {
  private lineTable: Lines | undefined;

  constructor(
    /** The file's address, e.g. `file:///wazuh/local_rules.xml`. */
    readonly uri: string,
    readonly text: string,
    readonly holds: 'rules' | 'decoders',
  ) {}

  get lines(): Lines {
    this.lineTable ??= new Lines(this.text);
    return this.lineTable;
  }

  /** The same as `lines`: the text is all of its document. */
  get documentLines(): Lines {
    return this.lines;
  }

  /** The address, as that of a text that can be a part of a document. */
  get document(): string {
    return this.uri;
  }

  /** Line and column of an offset. */
  place(offset: number): LineColumn {
    return this.lines.at(offset);
  }

  /** A span stays as it is. */
  inDocument(span: Span): Span {
    return span;
  }

  /** An offset stays as it is. */
  fromDocument(offset: number): number {
    return offset;
  }
}

/**
 * What XML holds, by its first element: a file of Wazuh rules starts with `<group name>` or `<var>` and has
 * rules with ids, or nothing else yet; one of decoders starts with `<decoder>`. Anything else, which is most
 * XML, is undefined after a look at its first characters.
 */
export function wazuhContent(text: string): WazuhFile['holds'] | undefined {
  const first = firstElement(text);
  if (first === 'decoder') return 'decoders';
  if (first !== 'group' && first !== 'var' && first !== 'rule') return undefined;
  if (/<rule\s[^>]*\b(?:id|level)\s*=/i.test(text)) return 'rules';
  return first === 'group' && /<group\s[^>]*\bname\s*=/i.test(text) && isBegun(text) ? 'rules' : undefined;
}

/** True while there is nothing but groups, and perhaps the first letters of a rule. */
function isBegun(text: string): boolean {
  return [...text.matchAll(/<([a-z_][\w.-]*)/gi)].every(([, name]) =>
    ['group', 'var', 'rule'].some((each) => each.startsWith(name!.toLowerCase())),
  );
}

/** The name of the first element in small letters; declarations and comments before it are passed over. */
function firstElement(text: string): string | undefined {
  const tag = /<(?:!--[\s\S]*?-->|[?!][^>]*>|([a-z_][\w.-]*))/gi;
  for (let found = tag.exec(text); found !== null; found = tag.exec(text)) {
    if (found[1] !== undefined) return found[1].toLowerCase();
  }
  return undefined;
}
