import { alertQuery } from '../../kql/alert-query.ts';
import type { ParserFunctionOptions } from '../../kql/parser-function/generate.ts';
import { parserOptions } from '../../kql/parser-function/options.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { alertContent } from '../alert-content.ts';
import { detectionQuery } from '../detection-query.ts';
import { allOutputLabels } from '../output-labels.ts';

/** A query that is held against alerts. */
export interface SentinelQuery {
  readonly kind: 'rule' | 'detection' | 'file';
  /** Of the rule or detection, or the file's name. */
  readonly name: string;
  /** The Falco rule whose alerts it is about; absent for files. */
  readonly rule?: string;
  /** Of the file. */
  readonly uri?: string;
  readonly text: string;
}

/** A query that stands in a file. */
export interface QueryFile extends SentinelQuery {
  readonly kind: 'file';
  readonly uri: string;
}

/** Queries in files by their addresses, in the order given. */
export function queryFiles(texts: Readonly<Record<string, string>> = {}): readonly QueryFile[] {
  return Object.entries(texts).map(([uri, text]) => ({ kind: 'file', name: fileName(uri), uri, text }));
}

/** The last part of an address, as people write it. */
export function fileName(address: string): string {
  const name = address.slice(address.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The queries of a project: of each rule that Falco loads, and of each detection that has one. */
export function sentinelQueries(snapshot: Snapshot): readonly SentinelQuery[] {
  const rules = [...snapshot.load.compiled.rules.keys()].map((name): SentinelQuery => {
    return { kind: 'rule', name, rule: name, text: alertQuery(alertContent(snapshot, name)) };
  });
  const detections = snapshot.detections.flatMap((detection): SentinelQuery[] => {
    const { query } = detectionQuery(snapshot, detection);
    if (query === undefined) return [];
    return [{ kind: 'detection', name: detection.name.value, rule: detection.rule.value, text: query }];
  });
  return [...rules, ...detections];
}

/** The parser function of a project, which its queries need; it reads alerts from both transports. */
export function projectParser(snapshot: Snapshot): ParserFunctionOptions {
  const { options } = parserOptions(snapshot.settings.sentinel, allOutputLabels(snapshot));
  return { ...options, transport: 'both' };
}
