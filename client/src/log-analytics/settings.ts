import { workspace } from 'vscode';

/** What the settings about Log Analytics begin with. */
export const logAnalyticsSettingsName = 'falcoWorkbench.logAnalytics';

/** The workspace that queries run in. */
export interface LogAnalyticsSettings {
  /** Empty where none is set. */
  readonly workspaceId: string;
  readonly endpoint: string;
  /** The time range that is proposed, such as `24h`. */
  readonly range: string;
}

/** The settings as the user has them. */
export function logAnalyticsSettings(): LogAnalyticsSettings {
  const section = workspace.getConfiguration(logAnalyticsSettingsName);
  const value = (name: string, usual: string) => String(section.get(name) ?? '').trim() || usual;
  return {
    workspaceId: value('workspaceId', ''),
    endpoint: value('endpoint', 'https://api.loganalytics.io'),
    range: value('timeRange', '24h'),
  };
}
