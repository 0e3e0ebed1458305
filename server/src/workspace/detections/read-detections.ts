import type { PlacedItem } from '../../falco/load/placed-item.ts';
import type { ReadFile } from '../../falco/load/read-file.ts';
import type { Finding } from '../../falco/problems/index.ts';
import type { YamlMap } from '../../yaml/node.ts';
import { type FormCodes, ItemValues } from '../item-values.ts';
import { conditionOf } from '../locate.ts';
import { type Detection, type SentinelSettings, sentinelKinds, severities } from './detection.ts';
import { parseMinutes } from './duration.ts';
import { detectionKeys, sentinelKeys } from './keys.ts';

/** The detections of one file, and what is wrong with their form; spans count in the file. */
export interface ReadDetections {
  readonly detections: readonly Detection[];
  readonly findings: readonly Finding[];
}

const codes: FormCodes = {
  missingKey: 'detection-missing-key',
  unknownKey: 'detection-unknown-key',
  repeatedKey: 'detection-repeated-key',
  badValue: 'detection-bad-value',
};

/** Equal files give equal detections, so this memory changes no answer; it goes with the files. */
const known = new WeakMap<ReadFile, ReadDetections>();

/**
 * Reads the detections of a file (docs/detections.md). Never throws: what is wrong is a finding, and an item
 * with a name or a rule missing is still there, with an empty one.
 */
export function readDetections(file: ReadFile): ReadDetections {
  const read = known.get(file) ?? readAll(file);
  known.set(file, read);
  return read;
}

function readAll({ items, problems }: ReadFile): ReadDetections {
  const detections: Detection[] = [];
  // What is no YAML is Falco's error code only in Falco's own files.
  const findings: Finding[] = problems.map(({ engine: _engine, ...found }) => found);
  for (const placed of items) {
    const { item, start } = placed;
    const reader = new ItemValues(placed, codes);
    if (item.kind === 'detection' && item.node.kind === 'map') {
      detections.push(readDetection(reader, placed, item.node));
    } else reader.report('detection-not-a-map', reader.inFile(item.nameSpan), []);
    const isBroken = problems.some(({ span }) => start <= span.start && span.end <= start + item.text.length);
    // Of half an item that is no YAML there is nothing to say.
    if (!isBroken) findings.push(...reader.findings);
  }
  return { detections, findings };
}

function readDetection(reader: ItemValues, placed: PlacedItem, map: YamlMap): Detection {
  reader.keys(map, detectionKeys);
  const whereText = reader.text(map, 'where');
  const settings = reader.map(map, 'sentinel');
  return withoutAbsent<Detection>({
    placed,
    name: reader.required(map, 'detection'),
    rule: reader.required(map, 'rule'),
    where: whereText && conditionOf(placed),
    description: reader.text(map, 'description'),
    severity: reader.word(map, 'severity', severities),
    level: reader.number(map, 'level', 0, 16),
    tags: reader.texts(map, 'tags'),
    enabled: reader.boolean(map, 'enabled')?.value ?? true,
    sentinel: settings ? readSentinel(reader, settings) : {},
  });
}

/** Limits: SENTINEL.md, "Analytics rules". */
function readSentinel(reader: ItemValues, map: YamlMap): SentinelSettings {
  reader.keys(map, sentinelKeys);
  const kind = reader.word(map, 'kind', sentinelKinds);
  const frequency = minutes(reader, map, 'frequency');
  const period = minutes(reader, map, 'period');
  const threshold = reader.number(map, 'threshold', 0, 10_000);
  const settings = { kind, frequency, period, threshold };
  checkSchedule(reader, settings);
  return withoutAbsent<SentinelSettings>(settings);
}

function checkSchedule(reader: ItemValues, { kind, frequency, period, threshold }: Partial<Settings>): void {
  const scheduling = frequency ?? period ?? threshold;
  if (kind?.value === 'NRT' && scheduling !== undefined) {
    reader.report('detection-schedule', scheduling.span, [
      'an NRT rule has no frequency, period or threshold',
    ]);
  } else if (frequency && period && period.value < frequency.value) {
    reader.report('detection-schedule', period.span, ['the period is shorter than the frequency']);
  }
}

type Settings = { [Key in keyof SentinelSettings]: SentinelSettings[Key] | undefined };

function minutes(reader: ItemValues, map: YamlMap, key: string) {
  return reader.value(map, key, 'a time from `5m` to `14d`, such as `1h` or `PT1H`', (text) => {
    const parsed = parseMinutes(text);
    return parsed !== undefined && parsed >= 5 && parsed <= 14 * 24 * 60 ? parsed : undefined;
  });
}

/** The same object without the keys that hold nothing. */
function withoutAbsent<Value extends object>(value: { [Key in keyof Value]: Value[Key] | undefined }): Value {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value;
}
