import { span } from '../../text/span.ts';
import type { RuleLink } from './input.ts';

/** One rule to be written. */
export interface RuleText {
  readonly id: number;
  readonly level: number;
  /** The Falco rule it stands for. */
  readonly rule?: string;
  /** The detection of that rule that it stands for. */
  readonly detection?: string;
  /** Its elements, ready as XML, one a line. */
  readonly elements: readonly string[];
}

/** Writes rules into one group after a heading, and notes where each stands. */
export function writeGroup(
  heading: string,
  group: string,
  rules: readonly RuleText[],
): { readonly xml: string; readonly links: readonly RuleLink[] } {
  let xml = `${heading}\n<group name="${group},">\n`;
  const links: RuleLink[] = [];
  for (const { id, level, rule, detection, elements } of rules) {
    xml += '\n  ';
    const start = xml.length;
    xml += `<rule id="${id}" level="${level}">\n${elements.map((element) => `    ${element}\n`).join('')}  </rule>`;
    const link = { rule, id, span: span(start, xml.length) };
    links.push(detection === undefined ? link : { ...link, detection });
    xml += '\n';
  }
  return { xml: `${xml}\n</group>\n`, links };
}
