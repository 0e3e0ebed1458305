/**
 * A file's text without the byte order mark that Windows writes before it: yaml-cpp skips it, and editors do not
 * show it, so that places count from behind it.
 */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
