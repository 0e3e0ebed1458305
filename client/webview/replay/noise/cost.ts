const day = 24 * 60 * 60 * 1000;

/** What a kind of transport costs. */
export interface Cost {
  readonly bytes: number;
  /** What the alerts' own time span says of a day; undefined where it is too short to say anything. */
  readonly bytesPerDay?: number;
  /** In the currency of the price; undefined without a price, or where nothing is known of a day. */
  readonly pricePerDay?: number;
}

/** Below this, in milliseconds, a span says nothing of a day. */
const shortestSpan = 60_000;

/**
 * @param span milliseconds from the first alert to the last
 * @param pricePerGb of 10^9 bytes, as Azure counts; 0 where none is set
 */
export function costOf(bytes: number, span: number, pricePerGb: number): Cost {
  if (span < shortestSpan) return { bytes };
  const bytesPerDay = (bytes * day) / span;
  return { bytes, bytesPerDay, ...(pricePerGb > 0 && { pricePerDay: (bytesPerDay / 1e9) * pricePerGb }) };
}

/** `812 bytes`, `1.2 MB`; in powers of 1,000. */
export function byteWords(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} bytes`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = -1;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toLocaleString('en', { maximumSignificantDigits: 3 })} ${units[unit]}`;
}

/** `1 hour`, `15 minutes`. */
export function spanWords(milliseconds: number): string {
  const units = [
    ['day', day],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ] as const;
  const [name, size] = units.find(([, each]) => milliseconds >= each) ?? units[3];
  const count = milliseconds / size;
  const number = count.toLocaleString('en', { maximumFractionDigits: 1 });
  return `${number} ${name}${number === '1' ? '' : 's'}`;
}
