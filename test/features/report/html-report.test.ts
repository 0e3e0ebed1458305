import { describe, expect, it } from 'vitest';
import { escapeHtml, htmlReport } from '../../../server/src/features/report/html-report.ts';

describe('text in a report', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`" onload='x' &amp;`, '&quot; onload=&#39;x&#39; &amp;amp;'],
    ['a\u0000b\u001b[31m', 'a�b�[31m'],
    ['\u202egnp.exe', '�gnp.exe'],
    ['half \ud800 of a pair, and a whole 😀', 'half � of a pair, and a whole 😀'],
    ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
  ])('%j', (text, html) => {
    expect(escapeHtml(text)).toBe(html);
  });
});

describe('a report', () => {
  const hostile = '</title></style><img src=x onerror=alert(1)>';
  const html = htmlReport({
    title: hostile,
    notes: [hostile],
    tables: [{ title: hostile, columns: [hostile, 'b'], rows: [[hostile, { text: hostile, tone: 'no' }]] }],
  });

  it('holds texts as texts, wherever they stand', () => {
    expect(html).not.toContain('<img');
    expect(html.split('&lt;img src=x onerror=alert(1)&gt;')).toHaveLength(8);
    expect(html.match(/<\/title>|<\/style>/g)).toHaveLength(2);
  });

  it('runs nothing and asks for nothing', () => {
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<script|<link|url\(|@import/);
  });

  it('marks cells by more than a colour', () => {
    expect(html).toMatch(/<td class="no">/);
    expect(html).toContain('.no::before { content: "✗ "; }');
  });
});
