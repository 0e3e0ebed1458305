import { root } from '../root.mjs';

/**
 * Packages that few starts of a server or of a command come to use, and how our sources name them. What a regular
 * expression of a user, an odd piece of YAML or a table of values needs, nobody waits for before.
 */
const packages = /^(?:yaml|re2js|lossless-json|fast-xml-parser|csv-parse\/browser\/esm\/sync)$/;

/**
 * Runs the code of some packages when one of their names is first used, and not when the bundle starts: our
 * sources import them as usual.
 * @type {import('esbuild').Plugin}
 */
export const packagesWhenUsed = {
  name: 'packages when used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: packages }, ({ path, kind, namespace }) =>
      kind === 'import-statement' && namespace === 'file'
        ? { path, namespace: 'when-used', sideEffects: false }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'when-used' }, async ({ path }) => ({
      contents: lazyModule(path, Object.keys(await import(path))),
      resolveDir: root,
    }));
  },
};

/** A module that has the names of a package and reads each from it at its first use. */
function lazyModule(path, names) {
  const getters = names.map((name) => `get ${name}() { return read(${JSON.stringify(name)}); },`);
  return `
    function read(name) {
      const value = require(${JSON.stringify(path)})[name];
      Object.defineProperty(module.exports, name, { value, enumerable: true });
      return value;
    }
    module.exports = { ${getters.filter((getter) => !getter.startsWith('get default()')).join('\n')} };
  `;
}
