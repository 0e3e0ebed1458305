import type { Level } from '../../falco/problems/problem.ts';

/** Puts colours round texts, or leaves them as they are. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly level: (level: Level, text: string) => string;
}

/** The sequences of ANSI terminals; none where colours are off. */
export function paletteFor(colours: boolean): Palette {
  const paint = (codes: string, text: string) => (colours ? `\u001b[${codes}m${text}\u001b[0m` : text);
  return {
    bold: (text) => paint('1', text),
    faint: (text) => paint('2', text),
    good: (text) => paint('32', text),
    level: (level, text) => paint(levelCodes[level], text),
  };
}

const levelCodes: Readonly<Record<Level, string>> = {
  error: '1;31',
  warning: '1;33',
  info: '1;34',
  hint: '1;36',
};
