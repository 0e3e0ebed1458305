/** A text that should fit a glob of `*`, `?`, `[…]` and escapes, with `filler` for each `*`. */
export function instanceOfGlob(pattern: string, filler: string): string {
  return pattern.replace(
    /\\(.)|(\*+)|(\?)|\[([!^]?)([^\]]*)\]/gs,
    (_, escaped, stars, one, negated, members) => {
      if (escaped !== undefined) return escaped;
      if (stars !== undefined) return filler;
      if (one !== undefined) return 'x';
      return (negated === '' ? members[0] : [...'x0a_-./'].find((each) => !members.includes(each))) ?? '';
    },
  );
}

/** The text whose bytes stand in hexadecimal; a byte that is not UTF-8 is a lone surrogate, see `toBytes`. */
export function textOfHex(hex: string): string {
  const bytes = hex.match(/[0-9a-fA-F]{2}/g) ?? [];
  return String.fromCharCode(
    ...bytes.slice(0, 255).map((each) => {
      const byte = Number.parseInt(each, 16);
      return byte < 0x80 ? byte : 0xdc00 + byte;
    }),
  );
}
