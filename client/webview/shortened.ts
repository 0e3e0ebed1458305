/** Longer texts are cut where one line has to do: a cell shows less anyhow, and whoever makes an alert has no limit. */
const longest = 300;

/** A text, cut where it is too long for a line. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
