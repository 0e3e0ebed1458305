import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { OptionReader, RuleDraft } from '../load/draft.ts';
import type { Report } from '../load/message.ts';
import type { XmlElement } from '../xml/document.ts';

/** The children of one block by what they are. */
interface Block {
  readonly ids: readonly string[];
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
}

/**
 * `<mitre>`: either techniques in `<id>`, or one `<tacticID>` with one `<techniqueID>`; a rule has one of the
 * two forms. A bad block is dropped, never the rule. Source: SEMANTICS.md "Loading" 13.
 */
export const readMitre: OptionReader = (draft, element, { report }) => {
  const id = draft.attributes.id!;
  if (element.children.length === 0) {
    report('wazuh-mitre-empty', element.span, id);
    return 'next';
  }
  const block = readBlock(element, id, report);
  if (block === undefined || !isUsable(draft, block, element, report)) return 'next';
  for (const technique of block.ids) draft.mitre.set(technique, { technique });
  for (const technique of block.techniques) {
    const tactic = block.tactics[0]!;
    draft.mitre.set(`${technique} ${tactic}`, { technique, tactic });
  }
  return 'next';
};

/** The block's children; undefined after a report where one is empty or unknown. */
function readBlock(element: XmlElement, id: number, report: Report): Block | undefined {
  const block = { ids: [] as string[], tactics: [] as string[], techniques: [] as string[] };
  let bad = false;
  for (const child of element.children) {
    const name = lowerAscii(child.name);
    const list = name === 'id' ? block.ids : name === 'tacticid' ? block.tactics : block.techniques;
    if (name !== 'id' && name !== 'tacticid' && name !== 'techniqueid') {
      report('wazuh-mitre-option', child.nameSpan, child.name, id);
      bad = true;
    } else if (child.content === '') {
      const code = name === 'tacticid' ? 'wazuh-mitre-no-tactic' : 'wazuh-mitre-no-technique';
      report(code, child.span, id);
      bad = true;
    } else list.push(child.content);
  }
  return bad ? undefined : block;
}

/** Whether the block's form is allowed here; the newer form drives the older one out of the rule. */
function isUsable(draft: RuleDraft, block: Block, element: XmlElement, report: Report): boolean {
  const id = draft.attributes.id!;
  const { ids, tactics, techniques } = block;
  if (ids.length > 0) {
    if (tactics.length + techniques.length > 0) {
      report('wazuh-mitre-mixed-block', element.span, id);
      return false;
    }
    if (draft.mitreForm === 'new') {
      report('wazuh-mitre-mixed-rule', element.span, id);
      return false;
    }
    draft.mitreForm = 'old';
    return true;
  }
  if (tactics.length === 0 || techniques.length === 0) {
    const code = tactics.length === 0 ? 'wazuh-mitre-tactic-missing' : 'wazuh-mitre-technique-missing';
    report(code, element.span, id);
    return false;
  }
  if (tactics.length > 1 || techniques.length > 1) {
    report('wazuh-mitre-several', element.span, id);
    return false;
  }
  if (draft.mitreForm === 'old') {
    report('wazuh-mitre-mixed-rule', element.span, id);
    draft.mitre.clear();
  }
  draft.mitreForm = 'new';
  return true;
}
