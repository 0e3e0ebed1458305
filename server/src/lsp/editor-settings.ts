import type { LensChoice } from '../features/code-lenses.ts';
import type { HintChoice } from '../features/inlay-hints.ts';
import type { WorkbenchSettings } from '../protocol.ts';

/** What a user can choose of how things are shown; nothing in it changes what is found. */
export interface EditorSettings {
  readonly codeLenses: LensChoice;
  readonly inlayHints: HintChoice;
  /** Whose problems are shown: those of open files, or of all rules files of the open folders. */
  readonly problemsOf: 'openFiles' | 'workspace';
}

/** What counts until the client tells its settings, and where it has none. */
export const defaultEditorSettings: EditorSettings = {
  codeLenses: { references: true, previews: true },
  inlayHints: { listSizes: true, eventTypes: false, priorityLevels: false },
  problemsOf: 'workspace',
};

/** The same from what a client sent as our section; what is absent or makes no sense stays as it is by default. */
export function readEditorSettings(section: unknown): EditorSettings {
  const given: Partial<Record<keyof WorkbenchSettings, unknown>> = isRecord(section) ? section : {};
  const { problemsOf } = given;
  return {
    codeLenses: readSwitches(given.codeLenses, defaultEditorSettings.codeLenses),
    inlayHints: readSwitches(given.inlayHints, defaultEditorSettings.inlayHints),
    problemsOf:
      problemsOf === 'openFiles' || problemsOf === 'workspace'
        ? problemsOf
        : defaultEditorSettings.problemsOf,
  };
}

function readSwitches<Switches extends { readonly [Key in keyof Switches]: boolean }>(
  given: unknown,
  usual: Switches,
): Switches {
  if (!isRecord(given)) return usual;
  const chosen = Object.entries(given).filter(
    ([key, value]) => Object.hasOwn(usual, key) && typeof value === 'boolean',
  );
  return { ...usual, ...Object.fromEntries(chosen) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
