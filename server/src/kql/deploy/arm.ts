import type { Resource, Template, TemplateValue } from './template.ts';
import { generatedMark, workspaceDescription, workspaceType } from './template.ts';

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

/**
 * An ARM template in JSON, to be deployed into the resource group of the workspace. Text that ARM would take
 * for an expression is escaped. Ends in a line break.
 */
export function armTemplate({ version, resources }: Template): string {
  const template = {
    $schema: schema,
    contentVersion: `${version}.0`,
    metadata: { description: `${generatedMark}.` },
    parameters: { workspace: { type: 'string', metadata: { description: workspaceDescription } } },
    resources: resources.map(armResource),
  };
  return `${JSON.stringify(template, undefined, 2)}\n`;
}

/** The version of a template written by `armTemplate`; undefined where there is none. */
export function armVersion(text: string): string | undefined {
  return /"contentVersion":\s*"(\d{1,9}\.\d{1,9}\.\d{1,9})\.\d{1,9}"/.exec(text)?.[1];
}

/**
 * A text as ARM takes it literally: only one that begins with `[` and ends with `]` is an expression, and a
 * second `[` keeps it from being one (Azure Resource Manager, "Template expressions", "Escape characters").
 */
export function armString(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? `[${text}` : text;
}

function armResource({ belongs, type, apiVersion, name, attributes, properties }: Resource) {
  const place =
    belongs === 'extension'
      ? { name: armString(name), scope: `[resourceId('${workspaceType}', parameters('workspace'))]` }
      : { name: `[format('{0}/${name}', parameters('workspace'))]` };
  return { type, apiVersion, ...place, ...attributes, properties: escaped(properties) };
}

function escaped(value: TemplateValue): TemplateValue {
  if (typeof value === 'string') return armString(value);
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map(escaped);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, escaped(each)]));
}

function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}
