import type { Severity } from '../../workspace/detections/detection.ts';

const severityOfPriority: Readonly<Record<string, Severity>> = {
  emergency: 'High',
  alert: 'High',
  critical: 'High',
  error: 'Medium',
  warning: 'Medium',
  notice: 'Low',
  info: 'Informational',
  informational: 'Informational',
  debug: 'Informational',
};

/** Sentinel's severity for a priority of Falco, in any case; Informational for any other text. */
export function severityOf(priority: string): Severity {
  const known = priority.toLowerCase();
  return Object.hasOwn(severityOfPriority, known) ? severityOfPriority[known]! : 'Informational';
}
