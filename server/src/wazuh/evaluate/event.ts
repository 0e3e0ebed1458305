import type { ByteString } from '../../falco/evaluate/byte-string.ts';

/** The names of the fields that have a place of their own in an event. */
export const staticFields = [
  'srcip',
  'dstip',
  'srcport',
  'dstport',
  'protocol',
  'action',
  'srcuser',
  'dstuser',
  'id',
  'status',
  'url',
  'data',
  'extra_data',
  'system_name',
  'srcgeoip',
  'dstgeoip',
] as const;

/** One of these names, as rules write it. */
export type StaticField = (typeof staticFields)[number];

/** One decoded field. */
export interface DynamicField {
  readonly name: ByteString;
  readonly value: ByteString;
}

/** An event decoded, all texts as bytes. */
export interface WazuhEvent {
  /** The whole line. */
  readonly fullLog: ByteString;
  /** What rules match against: the line without a syslog header. */
  readonly log: ByteString;
  readonly location: ByteString;
  readonly hostname: ByteString;
  readonly programName: ByteString | undefined;
  readonly agentId: string;
  /** Name of the decoder; undefined where none took the event. */
  readonly decoder: string | undefined;
  readonly statics: Readonly<Partial<Record<StaticField, ByteString>>>;
  /** In the order decoded. */
  readonly fields: readonly DynamicField[];
  /** Values by name in small letters; of equal names the first. */
  readonly fieldValues: ReadonlyMap<ByteString, ByteString>;
  /** When it arrived, in whole seconds since 1970. */
  readonly seconds: number;
}
