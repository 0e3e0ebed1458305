import { readIdRange, readLevels } from '../wazuh/generate/read-options.ts';
import { defaultSettings, type WazuhSettings } from '../workspace/settings.ts';

/** The settings `falcoWorkbench.wazuh.…`; what makes no sense stays as it is by default. */
export function readWazuhSettings(section: unknown): WazuhSettings {
  if (typeof section !== 'object' || section === null) return defaultSettings.wazuh;
  const { profile, ids, levels, descriptionFields } = section as Readonly<Record<string, unknown>>;
  return {
    profile: profile === 'recipe' ? 'recipe' : 'sturdy',
    ...(typeof ids === 'string' ? readIdRange(ids) : undefined),
    levels: typeof levels === 'object' && levels !== null ? readLevels(Object.entries(levels)) : {},
    descriptionFields: Array.isArray(descriptionFields)
      ? descriptionFields.filter((field): field is string => typeof field === 'string')
      : [],
  };
}
