import type { FileRange } from '../../../server/src/protocol.ts';
import type { LabelPart } from './explanation-words.ts';

/** Something in a tree, with what is below it. */
export interface TreeNode {
  /** Stays the same while it means the same, so that it stays open. */
  readonly id: string;
  readonly label: readonly LabelPart[];
  readonly verdict?: boolean | 'unknown';
  /** What a screen reader says for the verdict, where that is not the verdict's own word. */
  readonly says?: string;
  /** True where it brought about the verdict of the whole. */
  readonly decides: boolean;
  readonly place?: FileRange;
  /** What is below it, made when it is shown; absent where there is nothing. */
  readonly parts?: () => readonly TreeNode[];
  /** Whether that is shown as long as the user has not chosen. */
  readonly isOpen?: boolean;
  /** Asks for what is below it; called when the user opens it. */
  readonly load?: () => void;
}

/** A line of the tree as it is shown. */
export interface TreeLine
  extends Pick<TreeNode, 'id' | 'label' | 'verdict' | 'says' | 'decides' | 'place' | 'load'> {
  /** 1 at the root. */
  readonly depth: number;
  /** Whether the lines below are shown; undefined where there are none. */
  readonly expanded?: boolean;
  /** Place among its siblings, from 1, and their number. */
  readonly position: number;
  readonly siblings: number;
}

/** Deeper nodes are shown to here only. */
const deepest = 60;

/** A tree that folds: which lines are shown, and which one has the focus. Knows nothing of the page. */
export abstract class FoldTree {
  private active: string | undefined;

  /** @param opened lines that the user opened (true) or closed (false); others are as they are by default. */
  constructor(readonly opened: Record<string, boolean>) {}

  protected abstract readonly roots: readonly TreeNode[];

  /** The lines from the top. */
  get lines(): TreeLine[] {
    const lines: TreeLine[] = [];
    this.addAll(lines, this.roots, 1);
    return lines;
  }

  /** The line that has the focus, or would get it: the first one if none was chosen. */
  activeOf(lines: readonly TreeLine[]): TreeLine | undefined {
    return lines.find(({ id }) => id === this.active) ?? lines[0];
  }

  activate(id: string): void {
    this.active = id;
  }

  /** Opens or closes a line. */
  toggle({ id, expanded, load }: TreeLine): void {
    if (expanded === undefined) return;
    this.opened[id] = !expanded;
    if (!expanded) load?.();
  }

  /** Moves the focus, opens or closes as trees do; false for keys that mean nothing here. */
  press(key: string): boolean {
    const { lines } = this;
    const active = this.activeOf(lines);
    if (active === undefined) return false;
    const moved = target(key, lines, lines.indexOf(active));
    if (moved !== undefined) this.active = moved.id;
    else if (key === ' ' || opens(key, active) || closes(key, active)) this.toggle(active);
    else return key.startsWith('Arrow');
    return true;
  }

  protected isOpen(id: string, byDefault: boolean): boolean {
    return Object.hasOwn(this.opened, id) ? this.opened[id]! : byDefault;
  }

  private addAll(lines: TreeLine[], nodes: readonly TreeNode[], depth: number): void {
    for (const [i, { parts, isOpen = false, ...node }] of nodes.entries()) {
      const below = depth < deepest ? parts?.() : undefined;
      const expanded = below === undefined || below.length === 0 ? undefined : this.isOpen(node.id, isOpen);
      lines.push({
        ...node,
        depth,
        ...(expanded !== undefined && { expanded }),
        position: i + 1,
        siblings: nodes.length,
      });
      if (expanded) this.addAll(lines, below!, depth + 1);
    }
  }
}

function target(key: string, lines: readonly TreeLine[], at: number): TreeLine | undefined {
  const active = lines[at]!;
  switch (key) {
    case 'ArrowDown':
      return lines[at + 1];
    case 'ArrowUp':
      return lines[at - 1];
    case 'Home':
      return lines[0];
    case 'End':
      return lines.at(-1);
    case 'ArrowRight':
      return active.expanded ? lines[at + 1] : undefined;
    case 'ArrowLeft':
      return active.expanded ? undefined : lines.slice(0, at).findLast((each) => each.depth < active.depth);
  }
  return undefined;
}

function opens(key: string, { expanded }: TreeLine): boolean {
  return key === 'ArrowRight' && expanded === false;
}

function closes(key: string, { expanded }: TreeLine): boolean {
  return key === 'ArrowLeft' && expanded === true;
}
