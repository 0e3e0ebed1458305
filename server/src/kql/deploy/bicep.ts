import type { Resource, Template, TemplateValue } from './template.ts';
import { generatedMark, workspaceDescription, workspaceType } from './template.ts';

/** A Bicep file, to be deployed into the resource group of the workspace. Ends in a line break. */
export function bicepFile({ version, resources }: Template): string {
  return [
    `// ${generatedMark}.`,
    `// Version ${version}`,
    '',
    `@description(${bicepString(workspaceDescription)})`,
    'param workspace string',
    '',
    `resource logAnalytics ${bicepString(`${workspaceType}@2022-10-01`)} existing = {`,
    '  name: workspace',
    '}',
    '',
    resources.map(bicepResource).join('\n'),
  ].join('\n');
}

/** The version of a file written by `bicepFile`; undefined where there is none. */
export function bicepVersion(text: string): string | undefined {
  return /^\/\/ Version (\d{1,9}\.\d{1,9}\.\d{1,9})\s*$/m.exec(text)?.[1];
}

/** A text as a Bicep string on one line: nothing in it ends the string or begins an interpolation. */
export function bicepString(text: string): string {
  const inner = text.replace(/['\\]|\$(?=\{)|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
  return `'${inner.replace(/\p{Cs}/gu, '\\u{fffd}')}'`;
}

/**
 * A text of several lines as it is between `'''`, where Bicep knows no escapes: only where nothing in it
 * could end it early, be lost or depend on the line ends of the file. The line break after the opening quotes
 * is not part of it.
 */
export function bicepText(text: string): string {
  const plain = text.includes('\n') && !text.includes("'''") && !text.endsWith("'");
  if (!plain || /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return bicepString(text);
  return `'''\n${text}'''`;
}

function escaped(character: string): string {
  const short = shortEscapes[character];
  return short ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  $: '\\$',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function bicepResource({ symbol, belongs, type, apiVersion, name, attributes, properties }: Resource) {
  const place = belongs === 'extension' ? 'scope: logAnalytics' : 'parent: logAnalytics';
  return [
    `resource ${symbol} ${bicepString(`${type}@${apiVersion}`)} = {`,
    `  ${place}`,
    `  name: ${bicepString(name)}`,
    ...Object.entries(attributes).map(([key, value]) => `  ${key}: ${bicepString(value)}`),
    `  properties: ${bicepValue(properties, '  ')}`,
    '}',
    '',
  ].join('\n');
}

/** A value whose further lines stand behind `indent`. */
function bicepValue(value: TemplateValue, indent: string): string {
  if (typeof value === 'string') return bicepText(value);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  const lines = isList(value)
    ? value.map((each) => bicepValue(each, inner))
    : Object.entries(value).map(([key, each]) => `${bicepKey(key)}: ${bicepValue(each, inner)}`);
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  if (lines.length === 0) return `${open}${close}`;
  return `${open}\n${lines.map((line) => `${inner}${line}\n`).join('')}${indent}${close}`;
}

function bicepKey(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : bicepString(key);
}

function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}
