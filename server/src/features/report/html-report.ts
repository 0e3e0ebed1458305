/** What a cell says beyond its text: colour and a mark before it, so that colour alone carries nothing. */
export type ReportTone = 'yes' | 'no' | 'unknown' | 'plain';

/** A cell: its text, which may be hostile, and how it is shown. */
export type ReportCell = string | { readonly text: string; readonly tone: ReportTone };

/** A table of a report, its rows made one after the other. */
export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** As many cells in each as there are columns. */
  readonly rows: Iterable<readonly ReportCell[]>;
}

/** A report: some lines on top, then tables. */
export interface Report {
  readonly title: string;
  readonly notes: readonly string[];
  readonly tables: readonly ReportTable[];
}

/**
 * A report as one HTML page that needs nothing else: no script, nothing from elsewhere (its own policy forbids
 * both), every text escaped. Long reports are written in parts: `reportStart`, tables, `reportEnd`.
 */
export function htmlReport({ title, notes, tables }: Report): string {
  const parts = [reportStart(title, notes)];
  for (const table of tables) {
    parts.push(tableStart(table.title, table.columns));
    for (const row of table.rows) parts.push(tableRow(row));
    parts.push(tableEnd);
  }
  return parts.join('') + reportEnd;
}

/** The page up to its first table. */
export function reportStart(title: string, notes: readonly string[]): string {
  const name = escapeHtml(title);
  const lines = notes.map((note) => `<p>${escapeHtml(note)}</p>\n`).join('');
  return (
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n` +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\n` +
    `<meta name="viewport" content="width=device-width">\n<title>${name}</title>\n` +
    `<style>${style}</style>\n</head>\n<body>\n<main>\n<h1>${name}</h1>\n${lines}`
  );
}

/** A table up to its first row. */
export function tableStart(title: string, columns: readonly string[]): string {
  const heads = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('');
  return `<table>\n<caption>${escapeHtml(title)}</caption>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n`;
}

/** One row as HTML; whatever its cells hold is text in it. */
export function tableRow(cells: readonly ReportCell[]): string {
  return `<tr>${cells.map(cellHtml).join('')}</tr>\n`;
}

/** What ends a table. */
export const tableEnd = '</tbody>\n</table>\n';
/** What ends a report. */
export const reportEnd = '</main>\n</body>\n</html>\n';

function cellHtml(cell: ReportCell): string {
  if (typeof cell === 'string') return `<td>${escapeHtml(cell)}</td>`;
  return `<td class="${cell.tone}">${escapeHtml(cell.text)}</td>`;
}

/**
 * Text as HTML shows it, within an element or a quoted attribute. What HTML cannot hold, and controls that
 * turn the direction of other text, become a sign that stands for them.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '�')
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '�')
    .replace(/[&<>"']/g, (character) => entities[character]!);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const style = `
:root { color-scheme: light dark; --line: #8885; --yes: light-dark(#1a7f37, #56d364); --no: light-dark(#cf222e, #ff7b72); --unknown: light-dark(#7d5700, #e3b341); }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; }
main { max-width: 90rem; margin: 0 auto; padding: 2rem 1.5rem; }
h1 { margin: 0 0 .5rem; font-size: 1.6rem; }
p { margin: .25rem 0; }
table { width: 100%; margin: 2rem 0; border-collapse: collapse; }
caption { padding: .5rem 0; font-size: 1.15rem; font-weight: 600; text-align: start; }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
thead th { position: sticky; top: 0; background: Canvas; }
td { overflow-wrap: anywhere; unicode-bidi: isolate; font-variant-numeric: tabular-nums; white-space: pre-line; }
.yes { color: var(--yes); } .yes::before { content: "✓ "; }
.no { color: var(--no); } .no::before { content: "✗ "; }
.unknown { color: var(--unknown); } .unknown::before { content: "? "; }
@media print { main { padding: 0; } thead th { position: static; } }
`;
