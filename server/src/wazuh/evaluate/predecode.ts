import type { ByteString } from '../../falco/evaluate/byte-string.ts';

/** What Wazuh takes off a line before it looks for a decoder. */
export interface Predecoded {
  readonly log: ByteString;
  readonly hostname: ByteString | undefined;
  readonly programName: ByteString | undefined;
}

/** The shapes of a syslog time stamp, with the white space that ends them; the shortest line that may have one. */
const timeStamps: readonly { readonly shape: RegExp; readonly minBytes: number }[] = [
  { shape: /^.{3} .{2} .{2}:.{2}:.{2} /s, minBytes: 17 },
  { shape: /^.{4}-.{2}-.{2} .{2}:.{2}:.{2},.{4}/s, minBytes: 24 },
  { shape: /^.{4}-.{2}-.{2}T.{2}:.{2}:.{5}:.{2} /s, minBytes: 33 },
  { shape: /^.{4}-.{2}-.{2}T.{2}:.{2}:.{2}\..{6}:.{3}/s, minBytes: 33 },
  { shape: /^.{4}-.{2}-.{2}T.{2}:.{2}:.{2}\..{9}:.{3}/s, minBytes: 33 },
  { shape: /^.{4}-.{2}-.{2}T.{2}:.{2}:.{2}\..{12}/s, minBytes: 33 },
  { shape: /^\d.{3} .{3} .{2} .{2}:.{2}:.{2} /s, minBytes: 21 },
  { shape: /^\d.{3}-.{2}-.{2} .{2}:.{2}:.{2}\..{6}[-+].{4} /s, minBytes: 33 },
];

const nameCharacters = /^[()\-./0-9@A-Z_a-z]*/;

/**
 * Takes a syslog header off a line: time stamp, host name, program name with its process id. Other dated
 * formats (Apache, Snort, Squid …) stay as they are: no JSON event comes in them.
 * Source: the behaviour of 4.14.7.
 */
export function predecode(line: ByteString): Predecoded {
  const stamp = timeStamps.find(({ shape, minBytes }) => line.length >= minBytes && shape.test(line));
  if (stamp === undefined) return { log: line, hostname: undefined, programName: undefined };
  const rest = line.slice(stamp.shape.exec(line)![0].length);
  return readHeader(rest.startsWith(' ') ? rest.slice(1) : rest);
}

function readHeader(rest: ByteString): Predecoded {
  const host = nameCharacters.exec(rest)![0];
  const after = rest.slice(host.length);
  if (after.startsWith(': ')) return { log: after.slice(2), hostname: undefined, programName: host };
  if (!after.startsWith(' ')) return { log: rest, hostname: undefined, programName: undefined };
  return { ...readProgram(after.slice(1)), hostname: host };
}

/** `name: `, `name[123]: ` or `name[123] ` before the message, and a Solaris `[ID …] ` behind it. */
function readProgram(text: ByteString): {
  readonly log: ByteString;
  readonly programName: ByteString | undefined;
} {
  const name = nameCharacters.exec(text)![0];
  const mark = /^(?:: ?|\[\d+\](?:: ?| ))/.exec(text.slice(name.length))?.[0];
  if (mark === undefined) return { log: text, programName: undefined };
  const message = text.slice(name.length + mark.length);
  const id = message.startsWith('[ID ') ? message.indexOf(']') : -1;
  return { log: id < 0 ? message : message.slice(id + 2), programName: name };
}
