/** Starts the language server on standard input and output; it ends when its client leaves. */
export async function startLanguageServer(): Promise<number> {
  await import('../server.ts');
  return 0;
}
