import { ItemCache, type ReadFile, readRulesFile, type SourceFile } from '../falco/load/read-file.ts';
import { isDetectionsFile, readDetectionsFile } from './detections/detections-file.ts';
import { isTestsFile, readTestsFile } from './tests/tests-file.ts';

/** Reads a file of rules, or of detections or tests where its name says so. Never throws. */
export function readFile(file: SourceFile, cache = new ItemCache()): ReadFile {
  if (isTestsFile(file.name)) return readTestsFile(file, cache);
  return isDetectionsFile(file.name) ? readDetectionsFile(file, cache) : readRulesFile(file, cache);
}
