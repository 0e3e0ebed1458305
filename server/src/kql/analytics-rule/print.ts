import { parseMinutes } from '../../workspace/detections/duration.ts';
import { armTemplate, armVersion } from '../deploy/arm.ts';
import { bicepFile, bicepVersion } from '../deploy/bicep.ts';
import type { Resource, TemplateValue } from '../deploy/template.ts';
import { generatedMark } from '../deploy/template.ts';
import type { VersionedForm } from '../deploy/version.ts';
import { yamlText, yamlValue } from '../deploy/yaml.ts';
import { isoDuration } from './duration.ts';
import type { AnalyticsRule } from './rule.ts';

/** The version of the API that knows NRT rules and sub-techniques (SENTINEL.md, "ARM"). */
const apiVersion = '2025-01-01-preview';

/** One analytics rule as a file of the community repository. */
export function ruleYaml(rule: AnalyticsRule): VersionedForm {
  const { kind, ...rest } = rule;
  return {
    print: (version) => `# ${generatedMark}.\n${yamlText({ ...rest, version, kind })}`,
    versionIn: (text) => /^version: ["']?(\d{1,9}\.\d{1,9}\.\d{1,9})["']?\s*$/m.exec(text)?.[1],
    parse: yamlValue,
  };
}

/** Analytics rules as one ARM template. */
export function rulesArm(rules: readonly AnalyticsRule[]): VersionedForm {
  const resources = rules.map(ruleResource);
  return {
    print: (version) => armTemplate({ version, resources }),
    versionIn: armVersion,
    parse: (text) => JSON.parse(text),
  };
}

/** Analytics rules as one Bicep file. */
export function rulesBicep(rules: readonly AnalyticsRule[]): VersionedForm {
  const resources = rules.map(ruleResource);
  return { print: (version) => bicepFile({ version, resources }), versionIn: bicepVersion };
}

/** The resource of a rule; ARM keeps sub-techniques in a list of their own. */
function ruleResource(rule: AnalyticsRule, index: number): Resource {
  const { customDetails, alertDetailsOverride, eventGroupingSettings } = rule;
  const properties: Record<string, TemplateValue> = {
    displayName: rule.name,
    description: rule.description,
    severity: rule.severity,
    enabled: true,
    query: rule.query,
    ...schedule(rule),
    suppressionDuration: 'PT1H',
    suppressionEnabled: false,
    tactics: rule.tactics,
    techniques: [...new Set(rule.relevantTechniques.map((id) => id.split('.')[0]!))],
    subTechniques: rule.relevantTechniques.filter((id) => id.includes('.')),
    entityMappings: rule.entityMappings.map(({ entityType, fieldMappings }) => ({
      entityType,
      fieldMappings: fieldMappings.map((each) => ({ ...each })),
    })),
    ...(customDetails && { customDetails }),
    ...(alertDetailsOverride && { alertDetailsOverride: { ...alertDetailsOverride } }),
    ...(eventGroupingSettings && { eventGroupingSettings }),
  };
  return {
    symbol: `analyticsRule${index + 1}`,
    belongs: 'extension',
    type: 'Microsoft.SecurityInsights/alertRules',
    apiVersion,
    name: rule.id,
    attributes: { kind: rule.kind },
    properties,
  };
}

const armOperators: Readonly<Record<string, string>> = {
  gt: 'GreaterThan',
  lt: 'LessThan',
  eq: 'Equal',
  ne: 'NotEqual',
};

function schedule(rule: AnalyticsRule): Record<string, TemplateValue> {
  if (rule.kind === 'NRT') return {};
  const { queryFrequency = '', queryPeriod = '', triggerOperator = 'gt', triggerThreshold = 0 } = rule;
  return {
    queryFrequency: iso(queryFrequency),
    queryPeriod: iso(queryPeriod),
    triggerOperator: armOperators[triggerOperator] ?? triggerOperator,
    triggerThreshold,
  };
}

function iso(duration: string): string {
  const minutes = parseMinutes(duration);
  return minutes === undefined ? duration : isoDuration(minutes);
}
