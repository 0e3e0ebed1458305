import { allAncestors } from './all-ancestors.ts';
import { attackTags } from './attack-tags.ts';
import type { Check } from './check.ts';
import { costlyCheckFirst } from './costly-check-first.ts';
import { detections } from './detections.ts';
import { duplicateKey } from './duplicate-key.ts';
import { duplicateName } from './duplicate-name.ts';
import { globInEquality } from './glob-in-equality.ts';
import { impossibleValues } from './impossible-values.ts';
import { listDefinedLater } from './list-defined-later.ts';
import { maturityTag } from './maturity-tag.ts';
import { misleadingName } from './misleading-name.ts';
import { newerInConditions, newerInOutputs, newerKeys } from './newer-than-engine.ts';
import { noTags } from './no-tags.ts';
import { outputMixedLabels } from './output-mixed-labels.ts';
import { outputSecret } from './output-secret.ts';
import { outputWithoutFields } from './output-without-fields.ts';
import { outputWithoutIdentity } from './output-without-identity.ts';
import { repeatedCheck } from './repeated-check.ts';
import { replaceWithoutTarget } from './replace-without-target.ts';
import { tests } from './tests.ts';
import { undefinedList } from './undefined-list.ts';

/** Every check of our own, in the order in which they are run. */
export const allChecks: readonly Check[] = [
  undefinedList,
  listDefinedLater,
  duplicateName,
  duplicateKey,
  replaceWithoutTarget,
  misleadingName,
  impossibleValues,
  repeatedCheck,
  globInEquality,
  outputWithoutFields,
  outputWithoutIdentity,
  outputSecret,
  outputMixedLabels,
  noTags,
  attackTags,
  maturityTag,
  costlyCheckFirst,
  allAncestors,
  newerKeys,
  newerInConditions,
  newerInOutputs,
  detections,
  tests,
];
