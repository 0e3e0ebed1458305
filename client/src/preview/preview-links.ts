import {
  CodeLens,
  type Disposable,
  EventEmitter,
  Location,
  languages,
  Position,
  Range,
  type TextDocument,
  Uri,
  ViewColumn,
} from 'vscode';
import type { PreviewPart, PreviewSection } from '../../../server/src/protocol.ts';

/** The ways from the parts of previews to the rules that they stand for. */
export interface PreviewLinks extends Disposable {
  /** Takes the parts of what a preview shows now, and the sections to go to within it. */
  set(preview: Uri, parts: readonly PreviewPart[], sections: readonly PreviewSection[]): void;
}

/**
 * Each part gets a lens with the name of its rule or detection; from any word in it "Go to Definition" leads there.
 * At the top stands a lens for each section.
 */
export function previewLinks(scheme: string): PreviewLinks {
  const shown = new Map<string, readonly PreviewPart[]>();
  const further = new Map<string, readonly PreviewSection[]>();
  const changed = new EventEmitter<void>();
  const partsOf = ({ uri }: TextDocument) => shown.get(uri.toString()) ?? [];
  const subscriptions = [
    changed,
    languages.registerCodeLensProvider(
      { scheme },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses: (document) => [
          ...partsOf(document).map(lensOf),
          ...(further.get(document.uri.toString()) ?? []).map((section) =>
            sectionLens(document.uri, section),
          ),
        ],
      },
    ),
    languages.registerDefinitionProvider(
      { scheme },
      { provideDefinition: (document, { line }) => locationOf(partAt(partsOf(document), line)) },
    ),
  ];
  return {
    set(preview, parts, sections) {
      shown.set(preview.toString(), parts);
      further.set(preview.toString(), sections);
      changed.fire();
    },
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function lensOf(part: PreviewPart): CodeLens {
  const { uri, range } = locationOf(part)!;
  const title = `$(go-to-file) ${part.detection ?? part.rule}`;
  const options = { selection: range, viewColumn: ViewColumn.One }; // the preview stands beside it
  return new CodeLens(new Range(part.first, 0, part.first, 0), {
    title,
    command: 'vscode.open',
    arguments: [uri, options],
  });
}

/** Leads from the top of a preview to one of its sections. */
function sectionLens(preview: Uri, { title, first, last }: PreviewSection): CodeLens {
  const selection = new Range(first, 0, last, 0); // that is what can be copied or run
  return new CodeLens(new Range(0, 0, 0, 0), {
    title: `$(arrow-down) ${title}`,
    command: 'vscode.open',
    arguments: [preview, { selection, preview: false }],
  });
}

function partAt(parts: readonly PreviewPart[], line: number): PreviewPart | undefined {
  return parts.find(({ first, last }) => first <= line && line <= last);
}

function locationOf(part: PreviewPart | undefined): Location | undefined {
  if (part === undefined) return undefined;
  const { uri, start, end } = part.place;
  const range = new Range(new Position(start.line, start.character), new Position(end.line, end.character));
  return new Location(Uri.parse(uri), range);
}
