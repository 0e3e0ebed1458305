import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { XmlAttribute, XmlElement } from '../xml/document.ts';
import type { OptionContext } from './draft.ts';
import type { Report } from './message.ts';
import { holdsForAll } from './options.ts';

/** The attributes of a `<rule>`; `id` and `level` are undefined where they are missing or no number. */
export interface RuleAttributes {
  id: number | undefined;
  level: number | undefined;
  maxSize: number;
  timeframe: number;
  /** Less 2, 0 where it is absent. */
  frequency: number;
  accuracy: number;
  noAlert: boolean;
  ignoreSeconds: number;
  overwrite: boolean;
}

type AttributeReader = (attributes: RuleAttributes, attribute: XmlAttribute, report: Report) => boolean;

/**
 * Reads the attributes of a rule; undefined after a report where Wazuh refuses one.
 * Source: SEMANTICS.md "Loading" 6.
 */
export function readRuleAttributes(
  element: XmlElement,
  { settings, report }: OptionContext,
): RuleAttributes | undefined {
  const attributes: RuleAttributes = {
    id: undefined,
    level: undefined,
    maxSize: 0,
    timeframe: settings.defaultTimeframe,
    frequency: 0,
    accuracy: 1,
    noAlert: false,
    ignoreSeconds: 0,
    overwrite: false,
  };
  const fine = holdsForAll(element.attributes, settings, (attribute) => {
    const reader = readers.get(lowerAscii(attribute.name));
    if (reader === undefined) report('wazuh-rule-attribute', attribute.nameSpan, attribute.name);
    else if (reader(attributes, attribute, report)) return true;
    report('wazuh-invalid-attribute', element.nameSpan);
    return false;
  });
  return fine ? attributes : undefined;
}

const readers: ReadonlyMap<string, AttributeReader> = new Map<string, AttributeReader>(
  Object.entries({
    id: (attributes, { value, valueSpan }, report) => {
      if (!isNumber(value) || value.length > 6) {
        report('wazuh-rule-id', valueSpan, value);
        return false;
      }
      if (value !== '') attributes.id = Number(value);
      return true;
    },
    level: (attributes, { value, valueSpan }, report) => {
      if (!isNumber(value)) return true;
      attributes.level = Number(value);
      if (attributes.level <= 16) return true;
      report('wazuh-level', valueSpan, attributes.level);
      return false;
    },
    frequency: (attributes, { value, valueSpan }, report) => {
      if (!isNumber(value)) {
        report('wazuh-frequency-number', valueSpan, value);
        return false;
      }
      const frequency = Number(value);
      if (frequency < 2 || frequency > 9999) {
        report('wazuh-frequency-range', valueSpan, frequency);
        return false;
      }
      attributes.frequency = frequency - 2;
      return true;
    },
    maxsize: numberReader('maxSize', 4, 'wazuh-maxsize'),
    timeframe: numberReader('timeframe', 5, 'wazuh-timeframe'),
    accuracy: numberReader('accuracy', 4, 'wazuh-accuracy'),
    ignore: numberReader('ignoreSeconds', 6, 'wazuh-ignore-time'),
    noalert: (attributes, { value, valueSpan }, report) => {
      if (value === '0' || value === '1') attributes.noAlert = value === '1';
      else report('wazuh-noalert', valueSpan);
      return true;
    },
    overwrite: (attributes, { value, valueSpan }, report) => {
      if (value !== 'yes' && value !== 'no') {
        report('wazuh-overwrite', valueSpan, value);
        return false;
      }
      attributes.overwrite = value === 'yes';
      return true;
    },
  } satisfies Record<string, AttributeReader>),
);

/** A number of which the first `digits` digits count. */
function numberReader(
  key: 'maxSize' | 'timeframe' | 'accuracy' | 'ignoreSeconds',
  digits: number,
  code: 'wazuh-maxsize' | 'wazuh-timeframe' | 'wazuh-accuracy' | 'wazuh-ignore-time',
): AttributeReader {
  return (attributes, { value, valueSpan }, report) => {
    if (!isNumber(value)) {
      report(code, valueSpan, value);
      return false;
    }
    if (value !== '') attributes[key] = Number(value.slice(0, digits));
    return true;
  };
}

/** Nothing but digits; the empty text counts. */
export function isNumber(value: string): boolean {
  return /^[0-9]*$/.test(value);
}
