import { button, element, setAttributes } from './element.ts';

/** One of several views, of which one is shown. */
export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** The caller's to place. */
  readonly panel: HTMLElement;
}

/** The row of tabs of some views, and which of them is shown. */
export interface Tabs<Name extends string> {
  readonly root: HTMLElement;
  readonly show: (name: Name) => void;
  readonly current: () => Name;
}

/**
 * Makes a list of tabs as WAI-ARIA describes them: arrow keys, Home and End choose, Tab leads into the panel.
 * @param label what a screen reader calls the row of tabs
 * @param first the one to begin with; the first one where there is none of that name
 * @param chosen called when the user has chosen another one
 */
export function tabs<Name extends string>(
  label: string,
  all: readonly Tab<Name>[],
  first: string | undefined,
  chosen: (name: Name) => void,
): Tabs<Name> {
  let current = (all.find(({ name }) => name === first) ?? all[0]!).name;
  const buttons = all.map(({ name, label: text, panel }) => {
    setAttributes(panel, { id: `panel-${name}`, role: 'tabpanel', 'aria-labelledby': `tab-${name}` });
    const attributes = { id: `tab-${name}`, role: 'tab', class: 'tab', 'aria-controls': `panel-${name}` };
    return button(text, attributes, () => choose(name));
  });
  const root = element('div', { role: 'tablist', class: 'tabs', 'aria-label': label }, ...buttons);
  const show = (shown: Name) => {
    current = shown;
    for (const [i, { name, panel }] of all.entries()) {
      setAttributes(buttons[i]!, {
        'aria-selected': String(name === shown),
        tabindex: name === shown ? 0 : -1,
      });
      panel.hidden = name !== shown;
    }
  };
  const choose = (name: Name) => {
    show(name);
    chosen(name);
  };
  root.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const next = nextTab(event.key, at, all.length);
    if (next === undefined) return;
    event.preventDefault();
    buttons[next]!.focus();
    choose(all[next]!.name);
  });
  show(current);
  return { root, show, current: () => current };
}

function nextTab(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
