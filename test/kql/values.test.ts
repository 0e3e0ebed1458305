import { describe, it } from 'vitest';
import { formatDatetime } from '../../server/src/kql/evaluate/value/datetime.ts';
import { parseJson } from '../../server/src/kql/evaluate/value/json.ts';
import { parseDatetime } from '../../server/src/kql/evaluate/value/parse-datetime.ts';
import type { Value } from '../../server/src/kql/evaluate/value/value.ts';
import { isArray, isBag } from '../../server/src/kql/evaluate/value/value.ts';
import fc from '../support/properties.ts';

describe('moments', () => {
  it('are read and printed as JavaScript does', () => {
    const years = {
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const text = date.toISOString();
        return formatDatetime(parseDatetime(text)!) === text.replace('Z', '0000Z');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('JSON', () => {
  it('is read as JavaScript reads it', () => {
    fc.assert(
      fc.property(
        fc.json(),
        (text) => JSON.stringify(plain(parseJson(text)!)) === JSON.stringify(JSON.parse(text)),
      ),
      { numRuns: 2000 },
    );
  });

  it('is refused where JavaScript refuses it', () => {
    const pieces = fc.constantFrom(
      '"',
      '\\',
      '\\"',
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      'a',
      '\\u00',
      '1',
      'null',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.array(pieces),
        (parts) => (parseJson(parts.join('')) === undefined) === refused(parts.join('')),
      ),
      { numRuns: 5000 },
    );
  });
});

function refused(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

function plain(value: Value): unknown {
  if (isArray(value)) return value.map(plain);
  if (isBag(value)) return Object.fromEntries([...value].map(([key, member]) => [key, plain(member)]));
  return typeof value === 'bigint' ? Number(value) : value;
}
