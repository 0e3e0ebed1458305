import type { ReadFile } from '../falco/load/read-file.ts';
import { type LineColumn, Lines } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import { isDetectionsFile } from './detections/detections-file.ts';
import type { EmbeddedText } from './embedded/find-embedded.ts';
import { isTestsFile } from './tests/tests-file.ts';

/** Where a rules text stands that is no file of its own. */
export interface Origin {
  /** The file that holds it. */
  readonly uri: string;
  readonly lines: Lines;
  readonly embedded: EmbeddedText;
}

/** A file of a snapshot, of rules, of detections or of tests: its text, its lines and its items. It may be a part of another file. */
export class RulesFile {
  private lineTable: Lines | undefined;

  constructor(
    /** The file's address, e.g. `file:///rules/falco_rules.yaml`. */
    readonly uri: string,
    readonly read: ReadFile,
    /** True where the user says that it is a rules file, whatever it holds. */
    readonly declared = false,
    /** The file that holds it; absent where it is a file itself. */
    readonly origin?: Origin,
  ) {}

  /** The address of the file that people see: its own, or that of the file that holds it. */
  get document(): string {
    return this.origin?.uri ?? this.uri;
  }

  /** True for rules files, by declaration or content; other YAML is left alone. */
  get isRulesFile(): boolean {
    return !this.isDetectionsFile && !this.isTestsFile && (this.declared || isRulesFile(this.read));
  }

  /** True for files of detections, which are known by their name. */
  get isDetectionsFile(): boolean {
    return this.origin === undefined && isDetectionsFile(this.uri);
  }

  /** True for files of tests, which are known by their name. */
  get isTestsFile(): boolean {
    return this.origin === undefined && isTestsFile(this.uri);
  }

  /** True for every file that there are features for; of other YAML nothing is said. */
  get isServed(): boolean {
    return this.isRulesFile || this.isDetectionsFile || this.isTestsFile;
  }

  get text(): string {
    return this.read.text;
  }

  get lines(): Lines {
    this.lineTable ??= new Lines(this.text);
    return this.lineTable;
  }

  /** The lines of the file that people see. */
  get documentLines(): Lines {
    return this.origin?.lines ?? this.lines;
  }

  /** The characters under `span` in the file that people see. */
  inDocument(span: Span): Span {
    return this.origin === undefined ? span : inOuter(this.origin.embedded, span);
  }

  /** The line and column of an offset in the file that people see. */
  place(offset: number): LineColumn {
    return this.documentLines.at(this.inDocument({ start: offset, end: offset }).start);
  }

  /** The offset in the rules text of an offset in the file that people see. */
  fromDocument(offset: number): number {
    return this.origin === undefined ? offset : this.origin.embedded.map.toDerived(offset);
  }
}

/** What stands behind the last line would be a line of something else in the file that holds the text. */
function inOuter({ text, map }: EmbeddedText, { start, end }: Span): Span {
  const last = text.length - 1;
  if (start <= last || text === '') return map.toSource({ start, end });
  const atEnd = map.toSource({ start: last, end: last + 1 });
  const behind = text.endsWith('\n') ? atEnd.start : atEnd.end;
  return { start: behind, end: behind };
}

/** True for YAML that is a Falco rules file by its content: a list with a rule, macro, list or version in it. */
export function isRulesFile({ items }: ReadFile): boolean {
  return items.some(({ item }) => item.kind !== undefined);
}

/** True for the addresses of files that Falco loads under these names: Falco's own and local rules, and `rules.d`. */
export function isNamedAsRules(uri: string): boolean {
  return /\/(?:falco_rules[^/]*|falco-[^/]*rules|[^/]*\.falco|falco\/rules\.d\/[^/]*)\.ya?ml$/.test(uri);
}

/** True for resources of Kubernetes and for alert rules of Prometheus: whatever they are called, they are no rules files. */
export function isOtherByContent(text: string): boolean {
  return /^(?:apiVersion|kind|groups)[ \t]*:/m.test(text);
}

/**
 * A look at a text that is much cheaper than reading it: false only where it is no rules file for certain.
 * Most YAML of a large workspace is something else.
 */
export function mayBeRulesFile(text: string): boolean {
  return /(?:^|[\s{,"'-])(?:rule|macro|list|required_engine_version|required_plugin_versions)["']?\s*:/.test(
    text,
  );
}
