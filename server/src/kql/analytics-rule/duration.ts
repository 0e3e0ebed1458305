const hour = 60;
const day = 24 * hour;

/** Minutes as Sentinel's YAML writes them, in the largest unit that says them exactly: `5m`, `1h`, `14d`. */
export function yamlDuration(minutes: number): string {
  if (minutes > 0 && minutes % day === 0) return `${minutes / day}d`;
  return minutes > 0 && minutes % hour === 0 ? `${minutes / hour}h` : `${minutes}m`;
}

/** Minutes in ISO 8601, as ARM takes them: `PT5M`, `PT1H`, `P14D`. */
export function isoDuration(minutes: number): string {
  const text = yamlDuration(minutes).toUpperCase();
  return text.endsWith('D') ? `P${text}` : `PT${text}`;
}
