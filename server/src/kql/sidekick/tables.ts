import type { TableSchema } from '../kusto/analyse.ts';

/** Columns as one text: names, with `:type` where they are no strings. */
function table(name: string, columns: string): TableSchema {
  const pairs = columns.trim().split(/\s+/);
  return {
    name,
    columns: pairs.map((pair) => {
      const [column = '', type = 'string'] = pair.split(':');
      return { name: column, type };
    }),
  };
}

/** Where CEF lines land; columns of the Azure Monitor table of that name. */
export const commonSecurityLog = table(
  'CommonSecurityLog',
  `
  TimeGenerated:datetime DeviceVendor DeviceProduct DeviceVersion DeviceEventClassID Activity
  LogSeverity OriginalLogSeverity AdditionalExtensions DeviceAction ApplicationProtocol EventCount:int
  DestinationDnsDomain DestinationServiceName DestinationTranslatedAddress DestinationTranslatedPort:int
  CommunicationDirection DeviceDnsDomain DeviceExternalID DeviceFacility DeviceInboundInterface
  DeviceNtDomain DeviceOutboundInterface DevicePayloadId ProcessName DeviceTranslatedAddress
  DestinationHostName DestinationMACAddress DestinationNTDomain DestinationProcessId:int
  DestinationUserPrivileges DestinationProcessName DestinationPort:int DestinationIP DeviceTimeZone
  DestinationUserID DestinationUserName DeviceAddress DeviceName DeviceMacAddress ProcessID:int
  EndTime:datetime ExternalID:int ExtID FileCreateTime FileHash FileID FileModificationTime FilePath
  FilePermission FileType FileName FileSize:int ReceivedBytes:long Message OldFileCreateTime OldFileHash
  OldFileID OldFileModificationTime OldFileName OldFilePath OldFilePermission OldFileSize:int
  OldFileType SentBytes:long EventOutcome Protocol Reason RequestURL RequestClientApplication
  RequestContext RequestCookies RequestMethod ReceiptTime SourceHostName SourceMACAddress SourceNTDomain
  SourceDnsDomain SourceServiceName SourceTranslatedAddress SourceTranslatedPort:int SourceProcessId:int
  SourceUserPrivileges SourceProcessName SourcePort:int SourceIP StartTime:datetime SourceUserID
  SourceUserName EventType:int DeviceEventCategory DeviceCustomIPv6Address1
  DeviceCustomIPv6Address1Label DeviceCustomIPv6Address2 DeviceCustomIPv6Address2Label
  DeviceCustomIPv6Address3 DeviceCustomIPv6Address3Label DeviceCustomIPv6Address4
  DeviceCustomIPv6Address4Label DeviceCustomFloatingPoint1:real DeviceCustomFloatingPoint1Label
  DeviceCustomFloatingPoint2:real DeviceCustomFloatingPoint2Label DeviceCustomFloatingPoint3:real
  DeviceCustomFloatingPoint3Label DeviceCustomFloatingPoint4:real DeviceCustomFloatingPoint4Label
  DeviceCustomNumber1:int FieldDeviceCustomNumber1:long DeviceCustomNumber1Label DeviceCustomNumber2:int
  FieldDeviceCustomNumber2:long DeviceCustomNumber2Label DeviceCustomNumber3:int
  FieldDeviceCustomNumber3:long DeviceCustomNumber3Label DeviceCustomString1 DeviceCustomString1Label
  DeviceCustomString2 DeviceCustomString2Label DeviceCustomString3 DeviceCustomString3Label
  DeviceCustomString4 DeviceCustomString4Label DeviceCustomString5 DeviceCustomString5Label
  DeviceCustomString6 DeviceCustomString6Label DeviceCustomDate1 DeviceCustomDate1Label
  DeviceCustomDate2 DeviceCustomDate2Label FlexDate1 FlexDate1Label FlexNumber1:int FlexNumber1Label
  FlexNumber2:int FlexNumber2Label FlexString1 FlexString1Label FlexString2 FlexString2Label RemoteIP
  RemotePort MaliciousIP ThreatSeverity:int IndicatorThreatType ThreatDescription ThreatConfidence
  ReportReferenceLink MaliciousIPLongitude:real MaliciousIPLatitude:real MaliciousIPCountry Computer
  SourceSystem SimplifiedDeviceAction CollectorHostName TenantId Type _ResourceId _SubscriptionId
  _BilledSize:real _IsBillable _ItemId
`,
);

/** Where plain syslog lines land; columns of the Azure Monitor table of that name. */
export const syslog = table(
  'Syslog',
  `
  TimeGenerated:datetime Computer EventTime:datetime Facility HostName SeverityLevel SyslogMessage
  ProcessID:int HostIP ProcessName CollectorHostName SourceSystem TenantId MG TimeCollected:datetime
  ManagementGroupName Type _ResourceId _SubscriptionId _BilledSize:real _IsBillable _ItemId
`,
);
