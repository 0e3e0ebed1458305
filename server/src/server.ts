import { join, sep } from 'node:path';
import { loadCompiled } from './compiled-script.ts';

/** How long after the first files what they needed is kept compiled: nobody should wait for that. Milliseconds. */
const pause = 3000;

const { exports, keep } = loadCompiled<typeof import('./serve.ts')>(join(__dirname, 'language-server.cjs'));
exports.serve(__dirname + sep, () => setTimeout(keep, pause).unref());
