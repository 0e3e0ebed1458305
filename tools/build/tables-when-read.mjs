import { readFile } from 'node:fs/promises';

/**
 * Generated tables are packed as texts, one for each of their parts, that are read when somebody looks into that
 * part: most of a run's tables are never looked into, and a text is loaded in a fraction of the time that an
 * object takes.
 * @type {import('esbuild').Plugin}
 */
export const tablesWhenRead = {
  name: 'tables when read',
  setup({ onLoad }) {
    onLoad({ filter: /\.generated\.json$/ }, async ({ path }) => ({
      contents: lazyObject(JSON.parse(await readFile(path, 'utf8'))),
    }));
  },
};

/** A module whose default export is an object that reads each of its values at the first look. */
function lazyObject(table) {
  const getters = Object.entries(table).map(([key, value]) => {
    const name = JSON.stringify(key);
    const text = JSON.stringify(JSON.stringify(value));
    return `get ${name}() { return read(this, ${name}, ${text}); },`;
  });
  return `
    function read(table, key, text) {
      const value = JSON.parse(text);
      Object.defineProperty(table, key, { value, enumerable: true });
      return value;
    }
    export default { ${getters.join('\n')} };
  `;
}
