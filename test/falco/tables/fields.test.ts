import { describe, expect, it } from 'vitest';
import { createFieldTables, type FieldInfo, knownPlugins } from '../../../server/src/falco/tables/fields.ts';

/** A field of the given source and plugins, which must be there. */
function field(name: string, source = 'syscall', plugins: readonly string[] = ['container']): FieldInfo {
  const found = createFieldTables(plugins).forSource(source)?.find(name);
  if (found === undefined) throw new Error(`${name} is not in the table of ${source}`);
  return found;
}

describe('flags of fields', () => {
  it('knows type and flags of the engine’s own fields', () => {
    expect(field('proc.name')).toMatchObject({
      type: 'CHARBUF',
      list: false,
      argument: 'none',
      argumentForms: [],
    });
    expect(field('proc.aname')).toMatchObject({
      argument: 'allowed',
      noRightHand: true,
      noTransformer: true,
    });
    expect(field('fd.net')).toMatchObject({ type: 'IPNET', filterOnly: true });
    expect(field('evt.outputtime')).toMatchObject({ printOnly: true });
    expect(field('evt.dir')).toMatchObject({ deprecated: true });
    expect(field('fd.types')).toMatchObject({ list: true, argument: 'allowed', argumentForms: ['bracket'] });
    expect(field('util.cnt')).toMatchObject({ hidden: true });
    expect(field('evt.buflen.in')).toMatchObject({ tableOnly: true });
  });
  it('knows how an argument is written', () => {
    expect(field('evt.arg')).toMatchObject({ argument: 'required', argumentForms: ['dot', 'bracket'] });
    expect(field('evt.rawarg')).toMatchObject({ argument: 'required', argumentForms: ['dot'] });
    expect(field('proc.aname')).toMatchObject({ argumentForms: ['bracket'], index: true, key: false });
    expect(field('proc.env')).toMatchObject({ argumentForms: ['bracket'], index: false, key: true });
    expect(field('container.mount')).toMatchObject({ argument: 'required', index: true, key: true });
  });
  it('maps plugins’ types to the engine’s', () => {
    expect(field('container.start_ts').type).toBe('ABSTIME');
    expect(field('container.duration').type).toBe('RELTIME');
    expect(field('container.privileged').type).toBe('BOOL');
    expect(field('krsi.cip', 'syscall', ['krsi']).type).toBe('IPADDR');
    expect(field('s3.bytes', 'aws_cloudtrail', ['cloudtrail']).type).toBe('UINT64');
  });
  it('marks generic, suggested and plugins’ fields', () => {
    expect(field('evt.time')).toMatchObject({ generic: true });
    expect(field('evt.type')).toMatchObject({ generic: false });
    expect(field('container.id')).toMatchObject({
      suggestedOutput: true,
      plugin: 'container',
      generic: false,
    });
    expect(field('proc.name').plugin).toBeUndefined();
  });
  it('takes the undeclared forms of evt.abspath as names of their own', () => {
    expect(field('evt.abspath').argument).toBe('none');
    expect(field('evt.abspath.src').type).toBe('CHARBUF');
    expect(field('evt.abspath.dst').argument).toBe('none');
  });
});

describe('sources', () => {
  it('has only syscall without plugins', () => {
    const tables = createFieldTables([]);
    expect(tables.sources).toEqual(['syscall']);
    expect(tables.forSource('k8s_audit')).toBeUndefined();
    expect(tables.forSource('syscall')?.find('container.id')).toBeUndefined();
  });
  it('adds a source for each plugin that opens one', () => {
    expect(createFieldTables(['container', 'k8saudit', 'json', 'okta']).sources).toEqual([
      'syscall',
      'k8s_audit',
      'okta',
    ]);
  });
  it('gives other sources the generic fields and those of plugins that extract from them', () => {
    const audit = createFieldTables(['container', 'k8saudit', 'json']).forSource('k8s_audit');
    expect(audit?.find('ka.verb')?.plugin).toBe('k8saudit');
    expect(audit?.find('jevt.value')?.plugin).toBe('json');
    expect(audit?.find('evt.time')?.generic).toBe(true);
    expect(audit?.find('evt.type')).toBeUndefined();
    expect(audit?.find('proc.name')).toBeUndefined();
    expect(audit?.find('container.id')).toBeUndefined();
  });
  it('gives syscall the fields of plugins without a source of their own', () => {
    const syscall = createFieldTables(['json', 'k8smeta', 'k8saudit']).forSource('syscall');
    expect(syscall?.find('json.value')).toBeDefined();
    expect(syscall?.find('k8smeta.pod.name')).toBeDefined();
    expect(syscall?.find('ka.verb')).toBeUndefined();
  });
  it('knows the k8saudit family and passes over strangers', () => {
    const tables = createFieldTables(['k8saudit-eks', 'our-own-plugin']);
    expect(tables.sources).toEqual(['syscall', 'k8s_audit']);
    expect(tables.forSource('k8s_audit')?.find('ka.uri')).toBeDefined();
  });
  it('lists no field twice where two plugins bring the same ones', () => {
    const table = createFieldTables(['k8saudit', 'k8saudit-gke']).forSource('k8s_audit');
    const names = table?.fields.map((each) => each.name) ?? [];
    expect(names.length).toBe(new Set(names).size);
  });
  it('makes a table once, and knows the events that plugins send', () => {
    const tables = createFieldTables(['container']);
    expect(tables.forSource('syscall')).toBe(tables.forSource('syscall'));
    expect(tables.asyncEvents).toEqual(['container', 'container_removed']);
  });
});

describe('names', () => {
  const everyPlugin = createFieldTables([...knownPlugins.keys()]);
  it('are dotted words, so that a reference can be read by its longest prefix', () => {
    const all = everyPlugin.sources.flatMap((source) => everyPlugin.forSource(source)?.fields ?? []);
    expect(all.filter((each) => !/^\w+(\.\w+)+$/.test(each.name))).toEqual([]);
  });
});
