import type { ReadFile } from '../falco/load/read-file.ts';
import { Lines } from '../text/lines.ts';
import { isDetectionsFile } from './detections/detections-file.ts';

/** A file of a snapshot, of rules or of detections: its text, its lines and its items. */
export class RulesFile {
  private lineTable: Lines | undefined;

  constructor(
    /** The file's address, e.g. `file:///rules/falco_rules.yaml`. */
    readonly uri: string,
    readonly read: ReadFile,
    /** True where the user says that it is a rules file, whatever it holds. */
    readonly declared = false,
  ) {}

  /** True for rules files, by declaration or content; other YAML is left alone. */
  get isRulesFile(): boolean {
    return !this.isDetectionsFile && (this.declared || isRulesFile(this.read));
  }

  /** True for files of detections, which are known by their name. */
  get isDetectionsFile(): boolean {
    return isDetectionsFile(this.uri);
  }

  get text(): string {
    return this.read.text;
  }

  get lines(): Lines {
    this.lineTable ??= new Lines(this.text);
    return this.lineTable;
  }
}

/** True for YAML that is a Falco rules file by its content: a list with a rule, macro, list or version in it. */
export function isRulesFile({ items }: ReadFile): boolean {
  return items.some(({ item }) => item.kind !== undefined);
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
