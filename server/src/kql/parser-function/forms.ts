import { ruleId } from '../analytics-rule/rule-id.ts';
import { armTemplate, armVersion } from '../deploy/arm.ts';
import { bicepFile, bicepVersion } from '../deploy/bicep.ts';
import { generatedMark, type Resource } from '../deploy/template.ts';
import type { VersionedForm } from '../deploy/version.ts';
import { yamlText, yamlValue } from '../deploy/yaml.ts';
import { type ParserFunctionOptions, parserFunctionName, parserPrelude, parserQuery } from './generate.ts';

/** The forms in which the parser function can be had. */
export const parserForms = ['kql', 'let', 'yaml', 'arm', 'bicep'] as const;

/** What the parser function is written as. */
export type ParserForm = (typeof parserForms)[number];

const title = 'Parser of Falco alerts from Falcosidekick';
const category = 'Microsoft Sentinel Parser';

/**
 * The parser function in one form: the query alone, a `let` to be put in front of a query, the YAML of the
 * community repository, or a template that deploys it. `date` (`2026-11-21`) is when it was made.
 */
export function parserForm(form: ParserForm, options: ParserFunctionOptions, date: string): VersionedForm {
  const query = `${aboutTransports(options)}${parserQuery(options)}`;
  switch (form) {
    case 'kql':
      return kqlForm((version) => `${heading(version)}${query}`);
    case 'let':
      return kqlForm((version) => `${heading(version)}${aboutTransports(options)}${parserPrelude(options)}`);
    case 'yaml':
      return yamlForm(query, date);
    case 'arm': {
      const resources = [savedSearch(query)];
      return {
        print: (version) => armTemplate({ version, resources }),
        versionIn: armVersion,
        parse: (text) => JSON.parse(text),
      };
    }
    case 'bicep': {
      const resources = [savedSearch(query)];
      return { print: (version) => bicepFile({ version, resources }), versionIn: bicepVersion };
    }
  }
}

/** What readers of the function must know of its sources, as comments of KQL. */
function aboutTransports({ transport, cefTable, syslogTable }: ParserFunctionOptions): string {
  const json = `// JSON (${syslogTable}): each column comes from its own field, nothing is lost.`;
  return [
    '// Alerts of Falco as Falcosidekick sends them to syslog, one row each.',
    ...(transport === 'cef' ? [] : [json]),
    ...(transport === 'json' ? [] : aboutCef(cefTable)),
    '',
  ].join('\n');
}

function aboutCef(table: string): readonly string[] {
  return [
    `// CEF (${table}): modelled on one field observation of how such lines land. Nothing is escaped there:`,
    '// - a label inside a value is read as a label, so a hostile value can forge a column;',
    '// - Message ends before the first label, and a value before the next "word=" in it;',
    '// - a line break in an alert cuts it in two, and "|" in a rule name ends Activity;',
    '// - outputfields is read from text in random order, in which a blank is ";" and a list is text;',
    '// - of an alert beyond 4,096 bytes, values longer than 512 are cut.',
  ];
}

function heading(version: string): string {
  return `// ${generatedMark}.\n// Version ${version}\n`;
}

function kqlForm(print: (version: string) => string): VersionedForm {
  return { print, versionIn: bicepVersion };
}

function yamlForm(query: string, date: string): VersionedForm {
  return {
    print: (version) => {
      const value = {
        id: ruleId('function', parserFunctionName),
        Function: { Title: title, Version: version, LastUpdated: date },
        Category: category,
        FunctionName: parserFunctionName,
        FunctionAlias: parserFunctionName,
        FunctionQuery: query,
      };
      return `# ${generatedMark}.\n${yamlText(value)}`;
    },
    versionIn: (text) => /^ {2}Version: ["']?(\d{1,9}\.\d{1,9}\.\d{1,9})["']?\s*$/m.exec(text)?.[1],
    parse: withoutDate,
  };
}

/** The day on which the function was made is no change of it. */
function withoutDate(text: string): unknown {
  return yamlValue(text.replace(/^ {2}LastUpdated: .*$/m, '  LastUpdated: ""'));
}

function savedSearch(query: string): Resource {
  return {
    symbol: 'parserFunction',
    belongs: 'child',
    type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
    apiVersion: '2020-08-01',
    name: parserFunctionName,
    attributes: { etag: '*' },
    properties: {
      category,
      displayName: title,
      query,
      functionAlias: parserFunctionName,
      version: 2,
    },
  };
}
