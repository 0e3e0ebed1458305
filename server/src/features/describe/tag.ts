import { techniqueOf } from '../../falco/tables/attack.ts';

/** A technique of MITRE ATT&CK that a tag stands for. Markdown; undefined for other tags. */
export function describeTag(tag: string): string | undefined {
  const technique = techniqueOf(tag.toUpperCase());
  if (technique === undefined) return undefined;
  const { id, name, tactics } = technique;
  const page = `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;
  return `**${id}** — ${name}\n\nTactics: ${tactics.map((tactic) => `\`${tactic}\``).join(', ')}\n\n[MITRE ATT&CK](${page})`;
}
