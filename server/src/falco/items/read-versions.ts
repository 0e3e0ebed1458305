import { isNull, valueUnder, type YamlMap, type YamlNode, type YamlScalar } from '../../yaml/node.ts';
import type { EngineVersion } from './item.ts';
import { type ItemReader, parseUnsigned } from './item-reader.ts';

/** Reads `required_engine_version`: N stands for 0.N.0, otherwise three numbers (ENGINE.md, "Items"). */
export function readEngineVersion(reader: ItemReader, item: YamlMap): void {
  const key = 'required_engine_version';
  reader.where = { type: key, name: '' };
  const value = reader.required(item, key);
  const version = parseEngineVersion(value.value);
  if (version === undefined) {
    const message = `Unable to parse engine version '${value.value}' as a semver string. Expected "x.y.z" semver format.`;
    reader.fail('bad-engine-version', value.span, [value.value], message);
  }
  reader.step({ do: 'require-engine', version, span: value.span });
  reader.warnUnknownKeys(item, [key]);
}

/** The engine version that a text stands for, or undefined. */
export function parseEngineVersion(text: string): EngineVersion | undefined {
  const implicit = parseUnsigned(text);
  if (implicit !== undefined) return { major: 0, minor: implicit, patch: 0, text: `0.${implicit}.0` };
  const match = /^\s*(\d+)\.(\d+)\.(\d+)/.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch] = match;
  return { major: Number(major), minor: Number(minor), patch: Number(patch), text };
}

/** Reads `required_plugin_versions`: plugins with their alternatives. */
export function readPluginVersions(reader: ItemReader, item: YamlMap): void {
  const key = 'required_plugin_versions';
  const where = { type: 'required plugin versions', name: '' };
  reader.where = where;
  const value = valueUnder(item, key)!;
  if (value.kind !== 'list') {
    const message = 'Value of required_plugin_versions must be a sequence';
    reader.fail('bad-plugin-version', value.span, ['it takes a list'], message);
  } else {
    for (const plugin of value.items) readPlugin(reader, plugin);
  }
  reader.where = where;
  reader.warnUnknownKeys(item, [key]);
}

function readPlugin(reader: ItemReader, node: YamlNode): void {
  reader.where = { type: 'required plugin versions entry', name: '' };
  if (node.kind !== 'map') {
    reader.fail(
      'bad-plugin-version',
      node.span,
      ['each entry has `name` and `version`'],
      'Plugin version must be a mapping',
    );
  }
  const name = reader.required(node, 'name').value;
  reader.where = { type: 'required plugin versions entry', name };
  const version = reader.required(node, 'version');
  const read = [{ name, version }, ...readAlternatives(reader, node)];
  const alternatives = read.map((each) => ({ name: each.name, version: each.version.value }));
  const spans = read.map((each) => each.version.span);
  reader.step({ do: 'require-plugin', plugin: { name, alternatives }, spans });
}

function readAlternatives(reader: ItemReader, plugin: YamlMap): { name: string; version: YamlScalar }[] {
  const value = valueUnder(plugin, 'alternatives');
  if (value === undefined) return [];
  if (value.kind !== 'list' && !isNull(value)) {
    const message = 'Value of plugin version alternatives must be a sequence';
    return reader.fail('bad-plugin-version', value.span, ['`alternatives` takes a list'], message);
  }
  if (value.kind !== 'list') {
    const message = 'Value of plugin version alternatives must be a sequence';
    return reader.fail('bad-plugin-version', plugin.span, ['`alternatives` is empty'], message);
  }
  return value.items.map((node) => {
    if (node.kind !== 'map') {
      return reader.fail(
        'bad-plugin-version',
        node.span,
        ['each alternative has `name` and `version`'],
        'Plugin version alternative must be a mapping',
      );
    }
    return { name: reader.required(node, 'name').value, version: reader.required(node, 'version') };
  });
}
