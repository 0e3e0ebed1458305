import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a fake Falco prints, by its first option; each is the body of a function of its arguments. */
export interface FakeFalco {
  readonly version?: string;
  readonly list?: string;
  readonly events?: string;
  readonly plugins?: string;
  /** Load results by the base name of the file; files that are not named are valid. */
  readonly verdicts?: Readonly<Record<string, object>>;
  /** Lines of JavaScript to run first. */
  readonly first?: string;
}

export const versionText = `Falco version: 0.99.1
Libs version:  0.99.0
Plugin API:    3.12.0
Engine:        0.62.0
Driver:
  API version:    9.0.0
`;

const field = (name: string, type: string, more: object = {}) => ({
  name,
  type,
  desc: `About ${name}.`,
  is_list: false,
  argument: null,
  ...more,
});

/** A list of fields as Falco lays it out: few known ones, a new one, and a plugin of the user's own. */
export const listText = JSON.stringify(
  {
    fieldclasses: [
      { name: 'evt', desc: 'd', event_sources: ['acme', 'syscall'], fields: [field('evt.num', 'UINT64')] },
      {
        name: 'evt',
        desc: 'd',
        event_sources: ['syscall'],
        fields: [
          field('evt.type', 'CHARBUF'),
          field('evt.arg', 'CHARBUF', { argument: { required: true, type: [] } }),
        ],
      },
      {
        name: 'process',
        event_sources: ['syscall'],
        fields: [
          field('proc.name', 'CHARBUF'),
          field('proc.brandnew', 'UINT64'),
          field('proc.aname', 'CHARBUF', { argument: { required: false, type: ['INDEX'] } }),
        ],
      },
      {
        name: 'acme (plugin)',
        event_sources: ['acme'],
        fields: [
          field('acme.users', 'CHARBUF', { is_list: true }),
          field('acme.value', 'CHARBUF', { argument: { required: true, type: ['KEY'] } }),
        ],
      },
    ],
  },
  null,
  2,
);

export const eventsText = JSON.stringify({
  schema_version: '4.2.0',
  'Syscall events': [
    { name: 'open', dir: '>', available: true, params: [{ type: 'FSPATH', name: 'name' }] },
    {
      name: 'open',
      dir: '<',
      available: true,
      params: [
        { type: 'FD', name: 'fd' },
        { type: 'FSPATH', name: 'name' },
      ],
    },
    { name: 'openat9', dir: '<', available: true, params: [] },
  ],
  Metaevents: [],
});

export const pluginsText = `1 Plugins Loaded:

Name: acme
Description: Events of the Acme cloud
Contact: nobody
Version: 1.2.3
Capabilities: 
  - Event Sourcing (ID=999, source='acme')
  - Field Extraction

`;

/** Writes a fake Falco and hands its path on; the folder is gone afterwards. */
export async function withFakeFalco<Result>(
  fake: FakeFalco,
  use: (path: string, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'fake-falco-'));
  try {
    const path = join(folder, 'falco');
    writeFileSync(path, scriptOf(fake), { mode: 0o755 });
    return await use(path, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function scriptOf({ version, list, events, plugins, verdicts = {}, first = '' }: FakeFalco): string {
  return `#!${process.execPath}
const { basename } = require('node:path');
const args = process.argv.slice(2);
${first}
const texts = ${JSON.stringify({
    '--version': version ?? versionText,
    '--list': list ?? listText,
    '--list-events': events ?? eventsText,
    '--list-plugins': plugins ?? pluginsText,
  })};
if (args[0] in texts) {
  process.stdout.write(texts[args[0]]);
} else {
  const verdicts = ${JSON.stringify(verdicts)};
  const files = args.filter((_, i) => args[i - 1] === '-V');
  const results = files.map((name) =>
    Object.assign({ name, successful: true, errors: [], warnings: [] }, verdicts[basename(name)]));
  process.stderr.write('Validating rules file(s):\\n');
  console.log(JSON.stringify({ falco_load_results: results }));
  process.exitCode = results.every((each) => each.successful) ? 0 : 1;
}
`;
}
