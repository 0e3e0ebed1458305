import { type Disposable, type ViewColumn, type WebviewPanel, window } from 'vscode';

/** A kind of panel of which there is one at a time. */
export interface SinglePanel<Behind> extends Disposable {
  /** What stands behind the page; undefined while there is no panel. */
  readonly current: Behind | undefined;
  /** Shows the panel, a new one where there is none. */
  show(): Behind;
}

/** What a kind of panel is called, and where a new one is shown. */
export interface PanelKind {
  readonly viewType: string;
  readonly title: string;
  readonly column: ViewColumn;
}

/**
 * Makes a kind of panel known to the editor, which brings it back where the window is reloaded.
 * @param adopt makes what stands behind the page of a panel, for as long as the panel is there
 */
export function singlePanel<Behind>(
  { viewType, title, column }: PanelKind,
  adopt: (panel: WebviewPanel) => Behind,
): SinglePanel<Behind> {
  let current: { readonly panel: WebviewPanel; readonly behind: Behind } | undefined;
  const take = (panel: WebviewPanel) => {
    current?.panel.dispose();
    const taken = { panel, behind: adopt(panel) };
    panel.onDidDispose(() => {
      if (current === taken) current = undefined;
    });
    current = taken;
    return taken.behind;
  };
  const serializer = window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (panel) => void take(panel),
  });
  return {
    get current() {
      return current?.behind;
    },
    show: () => {
      if (current === undefined) return take(window.createWebviewPanel(viewType, title, column));
      current.panel.reveal();
      return current.behind;
    },
    dispose: () => {
      serializer.dispose();
      current?.panel.dispose();
    },
  };
}
