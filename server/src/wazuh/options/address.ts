import { type ByteString, toBytes } from '../../falco/evaluate/byte-string.ts';
import { type IpNetwork, inNetwork, parseIpv4, parseIpv6 } from '../../falco/evaluate/ip-address.ts';
import type { OptionReader, RuleDraft } from '../load/draft.ts';
import type { XmlElement } from '../xml/document.ts';
import { ranks } from './condition.ts';
import { readNegate } from './pattern-attributes.ts';

type Network = IpNetwork | 'any';

/** The addresses of one option as collected so far. */
export interface DraftAddresses {
  readonly networks: Network[];
  readonly texts: string[];
  readonly negated: boolean;
  /** The last of the elements. */
  readonly element: XmlElement;
}

/**
 * `<srcip>` and `<dstip>`: an address, a network or `any`; repeats are alternatives, the last `negate`
 * counts. A `!` before the address says nothing. A value that is no address is in no network.
 * Source: the behaviour of 4.14.7.
 */
export function readAddress(name: 'srcip' | 'dstip'): OptionReader {
  return (draft, element, { report }) => {
    const network = readNetwork(element.content);
    if (network === undefined) {
      report('wazuh-ip', element.contentSpan, element.content);
      return 'abort';
    }
    const negated = readNegate(element, draft.attributes.id!, report);
    const { networks = [], texts = [] } = draft.addresses.get(name) ?? {};
    networks.push(network);
    texts.push(element.content);
    draft.addresses.set(name, { networks, texts, negated, element });
    return 'next';
  };
}

/** Turns the collected addresses into conditions. */
export function addAddresses(draft: RuleDraft): void {
  for (const [name, { networks, texts, negated, element }] of draft.addresses) {
    draft.conditions.push({
      option: name,
      subject: name,
      wanted: texts.join('|'),
      negated,
      span: element.span,
      rank: ranks.static,
      valueIn: (event) => event.statics[name],
      holds: (event) => {
        const value = event.statics[name];
        return value !== undefined && networks.some((network) => contains(network, value)) !== negated;
      },
    });
  }
}

function contains(network: Network, text: ByteString): boolean {
  const address = (text === '0.0.0.0' ? undefined : parseIpv4(text)) ?? parseIpv6(text);
  if (address === undefined) return false;
  return network === 'any' || inNetwork(address, network);
}

function readNetwork(text: string): Network | undefined {
  const plain = toBytes(text).replace(/^!/, '');
  if (plain === 'any') return 'any';
  const [address = '', mask, ...more] = plain.split('/');
  if (more.length > 0) return undefined;
  const ipv4 = parseIpv4(address.replace(/^::ffff:/i, ''));
  if (ipv4 !== undefined) return withPrefix(ipv4, 32, mask);
  const ipv6 = parseIpv6(address);
  return ipv6 === undefined ? undefined : withPrefix(ipv6, 128, mask);
}

/** A mask is a number of bits, or for IPv4 an address whose leading bits are set. */
function withPrefix(address: ByteString, bits: number, mask: string | undefined): IpNetwork | undefined {
  if (mask === undefined) return { address, prefix: bits };
  if (/^\d{1,3}$/.test(mask)) return Number(mask) <= bits ? { address, prefix: Number(mask) } : undefined;
  const dotted = bits === 32 ? parseIpv4(mask) : undefined;
  if (dotted === undefined) return undefined;
  const written = [...dotted].map((byte) => byte.charCodeAt(0).toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(written)
    ? { address, prefix: written.indexOf('0') < 0 ? 32 : written.indexOf('0') }
    : undefined;
}
