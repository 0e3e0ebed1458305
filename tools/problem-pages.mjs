#!/usr/bin/env node
// Writes docs/problems/README.md, the list of the pages in that folder.
//   node tools/problem-pages.mjs           writes the list
//   node tools/problem-pages.mjs --check   exits 1 where the list is stale
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const folder = join(root, 'docs/problems');
const list = join(folder, 'README.md');

const groups = [
  {
    title: 'What Falco reports too',
    holds: ({ head }) => head.includes('`LOAD_ERR_'),
    text: 'Falco refuses a file with one of these. It stops at the first; here all are found.',
  },
  {
    title: 'What Falco warns of',
    holds: ({ head }) => head.includes('`LOAD_'),
    text: 'Falco loads the file and says so.',
  },
  {
    title: 'What only this tool finds',
    holds: ({ head }) => head.includes('Falco'),
    text: 'Falco loads these rules without a word, or crashes.',
  },
  {
    title: 'What is wrong with a detection',
    holds: ({ head }) => head.includes('· Detections'),
    text: 'Files of detections are ours alone: see [detections](../detections.md).',
  },
  {
    title: 'What Wazuh refuses',
    holds: ({ head }) => head.includes('· Wazuh') && head.startsWith('Level: error'),
    text: 'Wazuh reports an error in a rules file. With most of them the manager does not start.',
  },
  {
    title: 'What Wazuh warns of',
    holds: ({ head }) => head.includes('· Wazuh'),
    text: 'Wazuh starts, but leaves out a rule or a part of one.',
  },
  {
    title: 'What there is to say of KQL files',
    holds: ({ head }) => head.includes('· said of KQL files'),
    text: 'Files with KQL (`.kql`, `.csl`) are read by Kusto itself, whose own findings have its codes (`KS142`). These are ours.',
  },
  {
    title: 'What there is to say of generated KQL',
    holds: ({ head }) => head.includes('· said of generated KQL'),
    text: 'Said of a rule or a detection at its place, and of what becomes of it in Microsoft Sentinel.',
  },
  {
    title: 'What only this tool finds in Wazuh rules',
    holds: ({ head }) => head.includes('only this tool'),
    text: 'Wazuh loads these rules and does something else than they say, or refuses them without saying why.',
  },
  {
    title: 'What there is to say of files for Sentinel',
    holds: ({ head }) => head.includes('· said of files for Sentinel'),
    text: 'The generator says so of analytics rules, the parser function and the settings. What has an error is not written.',
  },
  {
    title: 'What there is to say of generated Wazuh rules',
    holds: () => true,
    text: 'The generator says so of Falco rules, of what it was asked for, or of the published recipe.',
  },
];

/** The list as the pages say it: each code with its level and the first sentence of its page. */
function listOfPages() {
  const pages = readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map(readPage);
  const left = new Set(pages);
  const sections = groups.map(({ title, holds, text }) => {
    const own = [...left].filter(holds);
    for (const page of own) left.delete(page);
    return `## ${title}\n\n${text}\n\n| code | level | |\n| --- | --- | --- |\n${own.map(row).join('\n')}\n`;
  });
  return `${intro}\n${sections.join('\n')}`;
}

const intro = `# Problems

<!-- Written by tools/problem-pages.mjs. -->

Every problem has a code that never changes, a level and a page. Levels are set in \`falcoWorkbench.problems\`:
\`{ "unused-macro": "off" }\`.
`;

function readPage(name) {
  const [title, , head, , text] = readFileSync(join(folder, name), 'utf8').split('\n');
  return { code: title.slice(2), name, head, text };
}

function row({ code, name, head, text }) {
  const level = /^Level: (\w+)/.exec(head)?.[1] ?? '';
  const sentence = /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
  return `| [${code}](${name}) | ${level} | ${sentence.replaceAll('|', '\\|')} |`;
}

const text = listOfPages();
if (!process.argv.includes('--check')) writeFileSync(list, text);
else if (readFileSync(list, 'utf8') !== text) {
  console.error('docs/problems/README.md is stale: run node tools/problem-pages.mjs');
  process.exit(1);
}
