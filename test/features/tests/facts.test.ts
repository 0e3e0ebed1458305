import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../cli/command-line.ts';
import { factsAvailable, factsFolder } from '../../support/facts.ts';

const available = factsAvailable('real alerts through three engines');

/**
 * What becomes of each real alert with the official rules, reviewed one by one: its number; the verdict of the rule
 * that it names (`f` fires, `s` silent, `u` unknown, `r` no such rule, `i` Falco itself); how many queries return
 * it, the same over CEF and JSON; and the level in Wazuh.
 *
 * Unknown are alerts of rules whose outputs leave out what their conditions need: `evt.type`, `fd.typechar`,
 * `fd.num`, `proc.aname`, `evt.is_open_read` and the like, mostly of older outputs. Alert 10 names a rule for
 * containers and says that it is of the host, so that its rule is silent. Rules of plugins, of older releases
 * and of people's own are in none of the three files: no query is about them, and Wazuh knows them by their
 * priority alone. Of 12, 65 and 68, which have no priority, it says nothing. Alerts 7, 57 and 69 carry a more
 * serious priority than their rule has, so the rule for that priority catches them.
 */
const reviewed = `
  1u1/6 2u1/6 3u1/6 4u1/6 5r0/8 6r0/8 7u1/12 8r0/12 9r0/6 10s1/12 11r0/12 12r0/-
  13u1/6 14f1/6 15f1/8 16u1/8 17u1/6 18u1/8 19u1/8 20u1/12 21u1/8 22u1/8 23u1/6 24f1/8
  25u1/8 26f1/6 27u1/8 28u1/12 29u1/12 30u1/8 31u1/6 32u1/8 33f1/8 34f1/8 35u1/6 36u1/8
  37u1/8 38u1/12 39u1/8 40u1/8 41u1/8 42u1/6 43u1/8 44u1/8 45u1/10 46i0/3 47i0/3 48r0/3
  49r0/6 50r0/4 51u1/6 52u1/6 53u1/6 54u1/6 55i0/4 56i0/4 57u1/12 58u1/8 59r0/12 60r0/6
  61r0/8 62r0/8 63r0/8 64r0/8 65r0/- 66r0/8 67r0/8 68r0/- 69u1/12 70r0/12 71r0/8
`;

const codes: Readonly<Record<string, string>> = {
  fires: 'f',
  silent: 's',
  unknown: 'u',
  'unknown rule': 'r',
  internal: 'i',
};

describe.skipIf(!available)('real alerts', () => {
  it('are all read, and get the verdicts that were reviewed', async () => {
    const facts = factsFolder()!;
    const alerts = join(facts, 'corpus/alerts/alerts.jsonl');
    const args = ['replay', join(facts, 'corpus/official'), '--alerts', alerts, '--format', 'json'];
    const { status, output } = await runCommand(args);
    expect(status).toBe(0);
    const all: readonly Replayed[] = JSON.parse(output).alerts;
    const found = all.map(({ falco, sentinel, wazuh }, i) => {
      expect(sentinel.json, `alert ${i + 1}`).toEqual(sentinel.cef);
      return `${i + 1}${codes[falco.verdict] ?? falco.verdict}${sentinel.json?.length ?? 0}/${wazuh?.level ?? '-'}`;
    });
    console.log(`real alerts: ${all.length} read, each with a verdict in three engines`);
    expect(found).toEqual(reviewed.trim().split(/\s+/));
  });
});

interface Replayed {
  falco: { verdict: string };
  sentinel: { json: string[] | null; cef: string[] | null };
  wazuh: { level: number } | null;
}
