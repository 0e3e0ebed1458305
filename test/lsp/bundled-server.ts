import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of the language server as it is packaged. */
export const bundledServer = fileURLToPath(new URL('../../dist/server.cjs', import.meta.url));

/**
 * Whether the language server is built; where it is not, a suite is left out, and says so.
 * @throws where CI is at work, which builds before it tests: what is missing there has another name now.
 */
export function isServerBuilt(suite: string): boolean {
  if (existsSync(bundledServer)) return true;
  const missing = `${suite}: dist/server.cjs is not there (run \`npm run build\`).`;
  if (process.env.CI === 'true') throw new Error(missing);
  console.warn(`SKIPPED ${missing}`);
  return false;
}
