/** A real as Kusto prints it, in text and in JSON alike: `2.5`, `2.0`, `1e+20`, `NaN`, `Infinity`. */
export function textOfReal(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1e15) return value.toExponential();
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
