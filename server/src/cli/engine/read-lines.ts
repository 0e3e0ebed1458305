import { StringDecoder } from 'node:string_decoder';

/** The lines of a stream of UTF-8 text, without their ends and however long; the last needs no end. */
export async function* readLines(input: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let pending: string[] = [];
  for await (const chunk of input) {
    const [first = '', ...rest] = decoder.write(chunk).split('\n');
    pending.push(first);
    for (const start of rest) {
      yield pending.join('').replace(/\r$/, '');
      pending = [start];
    }
  }
  const last = pending.join('') + decoder.end();
  if (last !== '') yield last;
}
