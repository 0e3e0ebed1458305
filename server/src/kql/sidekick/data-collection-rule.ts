import { generatedMark, workspaceDescription, workspaceType } from '../deploy/template.ts';
import type { ShippingOptions } from './shipping.ts';

/** The facility under which Falcosidekick sends (FALCOSIDEKICK.md, "CEF mode"). */
const facility = 'kern';

/** Levels of syslog, from the lowest; priorities of Falco are the same in this order. */
const levels = ['Debug', 'Info', 'Notice', 'Warning', 'Error', 'Critical', 'Alert', 'Emergency'];

/**
 * An ARM template with the data collection rule that makes the Azure Monitor Agent collect the alerts: as
 * Syslog, or as CommonSecurityLog in CEF mode.
 */
export function dataCollectionRule({ format }: ShippingOptions): string {
  const stream = format === 'cef' ? 'Microsoft-CommonSecurityLog' : 'Microsoft-Syslog';
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    metadata: { description: `${generatedMark}.` },
    parameters: {
      workspace: { type: 'string', metadata: { description: workspaceDescription } },
      location: { type: 'string', defaultValue: '[resourceGroup().location]' },
    },
    resources: [
      {
        type: 'Microsoft.Insights/dataCollectionRules',
        apiVersion: '2022-06-01',
        name: `falco-${format}`,
        location: "[parameters('location')]",
        kind: 'Linux',
        properties: {
          dataSources: {
            syslog: [{ name: 'falco', streams: [stream], facilityNames: [facility], logLevels: levels }],
          },
          destinations: {
            logAnalytics: [
              {
                name: 'sentinel',
                workspaceResourceId: `[resourceId('${workspaceType}', parameters('workspace'))]`,
              },
            ],
          },
          dataFlows: [{ streams: [stream], destinations: ['sentinel'] }],
        },
      },
    ],
  };
  return `${JSON.stringify(template, undefined, 2)}\n`;
}
