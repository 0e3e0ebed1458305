import type { ResultColumn } from '../alert-query.ts';
import { usualColumns } from '../parser-function/columns.ts';
import type { EntityMapping } from './rule.ts';

/**
 * Entity types that an analytics rule can map, with the identifiers that it can name (Azure Resource Manager,
 * `EntityMappingType`, and Microsoft Sentinel, "Entity types reference"). There is none for a container.
 */
export const entityTypes: Readonly<Record<string, readonly string[]>> = {
  Account: [
    ...['Name', 'FullName', 'NTDomain', 'DnsDomain', 'UPNSuffix', 'Sid', 'AadTenantId', 'AadUserId'],
    ...['PUID', 'IsDomainJoined', 'DisplayName', 'ObjectGuid'],
  ],
  AzureResource: ['ResourceId'],
  CloudApplication: ['AppId', 'Name', 'InstanceName'],
  DNS: ['DomainName'],
  File: ['Directory', 'Name'],
  FileHash: ['Algorithm', 'Value'],
  Host: [
    ...['DnsDomain', 'NTDomain', 'HostName', 'FullName', 'NetBiosName', 'AzureID', 'OMSAgentID'],
    ...['OSFamily', 'OSVersion', 'IsDomainJoined'],
  ],
  IP: ['Address', 'AddressScope'],
  Mailbox: ['MailboxPrimaryAddress', 'DisplayName', 'Upn', 'ExternalDirectoryObjectId', 'RiskLevel'],
  Malware: ['Name', 'Category'],
  Process: ['ProcessId', 'CommandLine', 'ElevationToken', 'CreationTimeUtc'],
  RegistryKey: ['Hive', 'Key'],
  RegistryValue: ['Name', 'Value', 'ValueType'],
  SecurityGroup: ['DistinguishedName', 'SID', 'ObjectGuid'],
  URL: ['Url'],
};

/** What a column stands for by the field that fills it, the first that is there for each identifier. */
const identifiers: readonly (readonly [field: string, entityType: string, identifier: string])[] = [
  ['hostname', 'Host', 'HostName'],
  ['user.name', 'Account', 'Name'],
  ['ka.user.name', 'Account', 'Name'],
  ['proc.cmdline', 'Process', 'CommandLine'],
  ['proc.pid', 'Process', 'ProcessId'],
  ['fs.path.name', 'File', 'Name'],
  ['fd.name', 'File', 'Name'],
  ['fd.directory', 'File', 'Directory'],
  ['fd.rip', 'IP', 'Address'],
  ['fd.cip', 'IP', 'Address'],
  ['fd.sip', 'IP', 'Address'],
  ['fd.lip', 'IP', 'Address'],
];

/** Fields that tell of an entity, besides those that the parser function has a column for. */
export const entityFields: readonly string[] = identifiers
  .map(([field]) => field)
  .filter((field) => !usualColumns.some(({ fields }) => fields.includes(field)) && field !== 'hostname');

/** Entity types whose columns each are an entity of its own. */
const severalOf = new Set(['IP']);
const mostMappings = 10;
const mostFields = 3;

/** Entities that the columns of a query tell of. */
export function entityMappings(columns: readonly ResultColumn[]): readonly EntityMapping[] {
  const mappings: EntityMapping[] = [];
  const used = new Set<string>();
  for (const [field, entityType, identifier] of identifiers) {
    const columnName = columns.find(({ name, fields }) => fields.includes(field) && !used.has(name))?.name;
    if (columnName === undefined) continue;
    const at = severalOf.has(entityType)
      ? -1
      : mappings.findIndex((mapping) => mapping.entityType === entityType);
    if (at < 0) mappings.push({ entityType, fieldMappings: [{ identifier, columnName }] });
    else if (canTake(mappings[at]!, identifier)) {
      const { fieldMappings } = mappings[at]!;
      mappings[at] = { entityType, fieldMappings: [...fieldMappings, { identifier, columnName }] };
    } else continue;
    used.add(columnName);
  }
  return mappings.slice(0, mostMappings);
}

function canTake({ fieldMappings }: EntityMapping, identifier: string): boolean {
  return fieldMappings.length < mostFields && fieldMappings.every((each) => each.identifier !== identifier);
}
