import type { ByteString } from './byte-string.ts';
import { type EngineValue, integerWidths, portWidth } from './parse-value.ts';

/**
 * The bytes in which the engine (on a little-endian machine) keeps a value of a type. `concat` and `join`
 * take them for text whatever the type is, and that is what they then put together.
 */
export function memoryOf(type: string, value: EngineValue): ByteString {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return `${value ? '\x01' : '\0'}\0\0\0`;
  if (typeof value === 'object') return '';
  if (type === 'DOUBLE') return bytesOfDouble(Number(value));
  const width = type === 'PORT' ? portWidth : integerWidths.get(type);
  let rest = BigInt.asUintN(64, BigInt(value));
  let bytes = '';
  for (let i = 0; i < (width?.bits ?? 64) / 8; i++) {
    bytes += String.fromCharCode(Number(rest & 0xffn));
    rest >>= 8n;
  }
  return bytes;
}

function bytesOfDouble(value: number): ByteString {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return String.fromCharCode(...new Uint8Array(view.buffer));
}
