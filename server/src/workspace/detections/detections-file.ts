import { type ItemCache, type ReadFile, readItems, type SourceFile } from '../../falco/load/read-file.ts';
import { notADetection, readDetectionItem } from './detection-item.ts';

/** True for the address or path of a file of detections: `*.detections.yaml`, or `.yml`. */
export function isDetectionsFile(name: string): boolean {
  return /\.detections\.ya?ml$/i.test(name);
}

/** Cuts a file of detections into its items, as `readRulesFile` does. Never throws. */
export function readDetectionsFile(file: SourceFile, cache: ItemCache): ReadFile {
  return readItems(file, { item: readDetectionItem, notAList: notADetection }, cache);
}
