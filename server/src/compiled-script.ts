import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

/** A CommonJS module that was loaded, and what keeps its functions compiled for the next process. */
export interface CompiledScript<Exports> {
  readonly exports: Exports;
  /** Writes the functions that ran, compiled, beside the module; nothing where that is done or not allowed. */
  keep(): void;
}

/**
 * Loads a CommonJS module of one file in ASCII, and takes from beside it the functions that V8 compiled
 * in an earlier process: of a short run, compiling is a third. The file's name holds V8's version, and time and
 * size of the source, so that what was compiled from another is not taken; V8 refuses what other flags made. It stands in the module's own folder: whoever can write there can change the module too.
 */
export function loadCompiled<Exports>(path: string): CompiledScript<Exports> {
  const source = readFileSync(path, 'latin1');
  const kept = `${path}.${process.versions.v8}-${statSync(path).mtimeMs}-${source.length}.compiled`;
  const cachedData = readIfThere(kept);
  const wrapped = `(function (exports, require, module) {${source}\n})`;
  const script = new Script(wrapped, { filename: path, ...(cachedData && { cachedData }) });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, createRequire(path), loaded);
  return {
    exports: loaded.exports as Exports,
    keep() {
      if (cachedData === undefined || script.cachedDataRejected) writeWhole(kept, script.createCachedData());
    },
  };
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Writes a file so that nobody reads a half of it; not at all where the folder is not ours to write in. */
function writeWhole(path: string, content: Buffer): void {
  const unfinished = `${path}.${process.pid}`;
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } catch {
    // The next process compiles again.
  }
}
