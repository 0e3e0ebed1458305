import type { PlacedItem } from '../falco/load/placed-item.ts';
import type { Span } from '../text/span.ts';
import type { Detection } from '../workspace/detections/detection.ts';
import { locate } from '../workspace/locate.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { previewCompiled, previewCompiledMacro } from './preview-compiled.ts';
import { previewEventTypes, previewEventTypesOfMacro } from './preview-event-types.ts';
import { previewKql, previewKqlOfDetection } from './preview-kql.ts';
import { previewMerged } from './preview-merged.ts';
import { previewWazuh, previewWazuhDetection, xmlComment } from './preview-wazuh.ts';

/** What a rule can be shown as. */
export type PreviewKind = 'kql' | 'wazuh' | 'compiled' | 'merged' | 'event-types';

/** A preview, and what in it stands for the rule at the cursor; without a span it is all of it. */
export interface PreviewText {
  readonly text: string;
  /** The file holds neither rules nor detections there. */
  readonly noRules?: true;
  readonly span?: Span;
  /** Parts that stand for rules, by their names, or for a detection on the alerts of one. */
  readonly parts?: readonly { readonly rule: string; readonly detection?: string; readonly span: Span }[];
  /** Further parts to go to, each with what it shows. */
  readonly sections?: readonly { readonly title: string; readonly span: Span }[];
}

interface Preview {
  /** The text for a rule, by its name. */
  readonly ofRule: (snapshot: Snapshot, name: string) => PreviewText;
  /** The text for a macro, where there is one. */
  readonly ofMacro?: (snapshot: Snapshot, name: string) => PreviewText;
  /** The text for a detection; where there is none, that for its rule. */
  readonly ofDetection?: (snapshot: Snapshot, detection: Detection) => PreviewText;
  /** A sentence as a comment of the target language. */
  readonly comment: (sentence: string) => string;
}

const previews: Readonly<Record<PreviewKind, Preview>> = {
  kql: {
    ofRule: previewKql,
    ofDetection: previewKqlOfDetection,
    comment: (sentence) => `// ${sentence}\n`,
  },
  wazuh: { ofRule: previewWazuh, ofDetection: previewWazuhDetection, comment: xmlComment },
  compiled: { ofRule: previewCompiled, ofMacro: previewCompiledMacro, comment: yamlComment },
  merged: { ofRule: previewMerged, comment: yamlComment },
  'event-types': { ofRule: previewEventTypes, ofMacro: previewEventTypesOfMacro, comment: yamlComment },
};

function yamlComment(sentence: string): string {
  return `# ${sentence}\n`;
}

/**
 * The preview of the rule or detection at an offset; where there is none, a comment that says so.
 * @param offset undefined where the cursor is in the file's document, beside the text with the rules
 */
export function preview(
  snapshot: Snapshot,
  file: RulesFile | undefined,
  offset: number | undefined,
  kind: PreviewKind,
): PreviewText {
  const { ofRule, ofMacro, ofDetection, comment } = previews[kind];
  if (!file?.isRulesFile && !file?.isDetectionsFile) {
    return { text: comment('This file holds no Falco rules.'), noRules: true };
  }
  if (offset === undefined) return { text: comment(whyNoRule(file, undefined)) };
  const detection = detectionAt(snapshot, file, offset);
  if (detection) return ofDetection?.(snapshot, detection) ?? ofRule(snapshot, detection.rule.value);
  const item = file.isRulesFile ? locate(file, endOfLine(file, offset))?.placed : undefined;
  const macro = nameOf('macro', item);
  if (ofMacro !== undefined && macro !== undefined) return ofMacro(snapshot, macro);
  const name = nameOf('rule', item);
  return name === undefined ? { text: comment(whyNoRule(file, item)) } : ofRule(snapshot, name);
}

/** The detection at an offset of a file of detections, or on its line. */
function detectionAt(snapshot: Snapshot, file: RulesFile, offset: number): Detection | undefined {
  const placed = file.isDetectionsFile ? locate(file, endOfLine(file, offset))?.placed : undefined;
  return placed && snapshot.detections.find((detection) => detection.placed === placed);
}

/** The name of the rule at an offset of a rules file, or on its line. */
export function ruleAt(file: RulesFile, offset: number): string | undefined {
  return file.isRulesFile ? nameOf('rule', locate(file, endOfLine(file, offset))?.placed) : undefined;
}

/** Taken for the cursor, so that the dash before an item belongs to it. */
function endOfLine({ lines }: RulesFile, offset: number): number {
  return lines.offset({ line: lines.at(offset).line, column: Number.MAX_SAFE_INTEGER });
}

function nameOf(kind: 'rule' | 'macro', placed: PlacedItem | undefined): string | undefined {
  return placed?.item.kind === kind && placed.item.name !== '' ? placed.item.name : undefined;
}

function whyNoRule(file: RulesFile, placed: PlacedItem | undefined): string {
  if (file.isDetectionsFile) return 'Put the cursor into a detection.';
  const kind = placed?.item.kind;
  if (kind === 'rule') return 'The rule at the cursor has no name yet.';
  if (kind === 'macro' || kind === 'list') return `The cursor is in a ${kind}. Put it into a rule.`;
  return 'Put the cursor into a rule.';
}
