import { describe, expect, it } from 'vitest';
import { parseOutput } from '../../../server/src/falco/output/parse-output.ts';
import { createFieldTables } from '../../../server/src/falco/tables/fields.ts';

const table = createFieldTables(['container']).forSource('syscall')!;

/** The characters of each field of an output. */
function fields(text: string): string[] {
  return parseOutput(text, table).fields.map(({ span }) => text.slice(span.start, span.end));
}

/** Each fault of an output as `kind: characters`. */
function faults(text: string): string[] {
  return parseOutput(text, table).faults.map((f) => `${f.kind}: ${text.slice(f.span.start, f.span.end)}`);
}

describe('parseOutput', () => {
  it.each([
    ['no field', []],
    ['a=%proc.name', ['%proc.name']],
    ['%proc.name%fd.name', ['%proc.name', '%fd.name']],
    ['%proc.namefoo', ['%proc.name']],
    ['%proc.pname.', ['%proc.pname']],
    ['%proc.aname[2] %proc.aname[x]', ['%proc.aname[2]', '%proc.aname']],
    ['%evt.arg.flags!', ['%evt.arg.flags']],
    ['%10proc.name', ['%10proc.name']],
    ['%toupper(proc.name))', ['%toupper(proc.name)']],
    ['%tolower(proc.name)[x]', ['%tolower(proc.name)']],
    ['%join(",", (proc.name, user.name))', ['%join(",", (proc.name, user.name))']],
  ])('finds the fields of %j', (text, expected) => {
    expect(faults(text)).toEqual([]);
    expect(fields(text)).toEqual(expected);
  });

  it.each([
    ['', ['empty: ']],
    ['100%', ['trailing-percent: %']],
    ['%5', ['trailing-number: %5']],
    ['%%', ['unknown-field: %', 'trailing-percent: %']],
    ['x=%nosuch.field y', ['unknown-field: %nosuch.field']],
    ['%evt.arg', ['unknown-field: %evt.arg']],
    ['%tolower(proc.pid)', ['unknown-field: %tolower']],
  ])('finds what is wrong in %j', (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  it('stays fast on a long run of percent signs and brackets', () => {
    expect(parseOutput('%proc.aname['.repeat(5_000), table).fields.length).toBe(5_000);
  });
});
