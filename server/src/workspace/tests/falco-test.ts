import type { EventValue } from '../../falco/evaluate/event.ts';
import type { PlacedItem } from '../../falco/load/placed-item.ts';
import type { JsonObject } from '../../text/json.ts';
import type { Span } from '../../text/span.ts';
import type { Located } from '../item-values.ts';

/** Where the alert of a test comes from. */
export type AlertSource =
  /** A sample alert is made of the rule. */
  | { readonly kind: 'rule'; readonly rule: Located<string> }
  /** It stands in a file, beginning on a line (from 1). */
  | { readonly kind: 'file'; readonly file: Located<string>; readonly line: Located<number> }
  /** It stands in the test, with the keys of Falco's JSON. */
  | { readonly kind: 'inline'; readonly value: JsonObject };

/** The alert of a test. */
export interface TestAlert {
  readonly source: AlertSource;
  readonly span: Span;
  /** Fields that get another value. */
  readonly changed: Readonly<Record<string, EventValue>>;
  /** Fields that are taken away. */
  readonly removed: readonly string[];
}

/** The ways on which an alert can come to Sentinel. */
export const testTransports = ['json', 'cef', 'both'] as const;

/** How the alert of a test is sent to Sentinel. */
export type TestTransport = (typeof testTransports)[number];

/** One thing that a test expects; `span` is its place. */
export type Expectation = { readonly span: Span } & (
  | { readonly of: 'falco'; readonly verdict: FalcoVerdict; readonly rule: string }
  | { readonly of: 'wazuh'; readonly what: 'id' | 'level'; readonly value: number }
  | { readonly of: 'wazuh'; readonly what: 'alert'; readonly value: boolean }
  | { readonly of: 'wazuh'; readonly what: 'description'; readonly value: string }
  | { readonly of: 'sentinel'; readonly what: 'returned' | 'not-returned'; readonly query: string }
  | { readonly of: 'sentinel'; readonly what: 'severity'; readonly value: string }
  | { readonly of: 'sentinel'; readonly what: 'entity'; readonly entity: string; readonly value: string }
);

/** What a test can expect of a Falco rule. */
export type FalcoVerdict = 'fires' | 'silent' | 'unknown';

/** A test: an alert, and what three engines are expected to make of it (docs/tests.md). Spans count in the file. */
export interface FalcoTest {
  readonly placed: PlacedItem;
  readonly name: Located<string>;
  readonly description?: string;
  /** Undefined where the test says of no alert, or of several. */
  readonly alert: TestAlert | undefined;
  readonly expectations: readonly Expectation[];
  /** How the alert comes to Sentinel; as the settings say where the test does not. */
  readonly transport?: TestTransport;
  /** The value under `expect`, where there is one. */
  readonly expectSpan?: Span;
}
