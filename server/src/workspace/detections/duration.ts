/** Minutes in each unit of a short form. */
const units: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60 };

/**
 * Minutes of a duration: `5m`, `1h`, `14d`, or in the form of ISO 8601 `PT5M`, `PT1H30M`, `P14D`. Undefined
 * for anything else, and for more than a year.
 */
export function parseMinutes(text: string): number | undefined {
  const short = /^(\d{1,6})([mhd])$/.exec(text);
  const iso = /^P(?=.)(?:(\d{1,3})D)?(?:T(?=.)(?:(\d{1,4})H)?(?:(\d{1,6})M)?)?$/.exec(text);
  if (short === null && iso === null) return undefined;
  const [days = 0, hours = 0, minutes = 0] = (iso ?? []).slice(1).map((each) => Number(each ?? 0));
  const total = short ? Number(short[1]) * units[short[2]!]! : (days * 24 + hours) * 60 + minutes;
  return total <= 366 * 24 * 60 ? total : undefined;
}
