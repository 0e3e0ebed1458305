import { button, element, setAttributes } from './element.ts';

/** A part of the panel that fills it, one at a time: a tab. */
export interface View {
  readonly id: string;
  readonly title: string;
  readonly root: HTMLElement;
}

/** The tabs of something, and which one is shown. */
export interface Views {
  /** The row of tabs. */
  readonly tabs: HTMLElement;
  readonly show: (id: string) => void;
  /** The one that is shown. */
  readonly current: () => string;
}

/**
 * Tabs as the ARIA practices have them: arrows move between them, what is shown follows.
 * @param name what a screen reader calls the row of tabs.
 * @param shown the one to begin with; the first where there is none of that id.
 * @param changed called when the user has chosen another.
 */
export function views(
  all: readonly View[],
  name: string,
  shown: string | undefined,
  changed: (id: string) => void,
): Views {
  let current = all.find(({ id }) => id === shown)?.id ?? all[0]!.id;
  const choose = (id: string) => {
    show(id);
    changed(id);
  };
  const made = all.map(({ id, title, root }) => {
    const tab = button(
      title,
      { role: 'tab', class: 'tab', id: `tab-${id}`, 'aria-controls': `view-${id}` },
      () => choose(id),
    );
    setAttributes(root, { role: 'tabpanel', id: `view-${id}`, 'aria-labelledby': `tab-${id}` });
    return { id, tab, root };
  });
  const tabs = element(
    'div',
    { role: 'tablist', class: 'tabs', 'aria-label': name },
    ...made.map(({ tab }) => tab),
  );
  tabs.addEventListener('keydown', (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = made.findIndex(({ id }) => id === current);
    const next = made[(at + by + made.length) % made.length]!;
    choose(next.id);
    next.tab.focus();
  });
  const show = (wanted: string) => {
    current = wanted;
    for (const { id, tab, root } of made) {
      const isCurrent = id === current;
      setAttributes(tab, { 'aria-selected': String(isCurrent), tabindex: isCurrent ? 0 : -1 });
      setAttributes(root, { hidden: !isCurrent });
    }
  };
  show(current);
  setAttributes(tabs, { hidden: all.length < 2 });
  return { tabs, show, current: () => current };
}
