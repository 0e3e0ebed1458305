import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type LocationLink,
  type ReferenceParams,
} from 'vscode-languageserver';
import { type Definition, definitions } from '../features/definition.ts';
import { highlights } from '../features/document-highlight.ts';
import type { FilePlace } from '../features/place.ts';
import { references } from '../features/references.ts';
import { wazuhDefinitions, wazuhReferences } from '../features/wazuh/navigation.ts';
import { workspaceSymbols } from '../features/workspace-symbols.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { acrossProjects } from './across-projects.ts';
import { guard } from './guard.ts';
import { locationOf, offsetOf, type PlacedText, rangeOf } from './ranges.ts';
import type { AtPosition, Service } from './service.ts';
import { symbolKinds } from './symbol-kinds.ts';

/** What leads from one place to others. */
export function registerNavigation({ connection, ask, workspace, client, log }: Service): void {
  const takesLinks = client.textDocument?.definition?.linkSupport === true;
  connection.onDefinition(
    ask(
      'definition',
      (now, file, { position }: AtPosition) =>
        toLocations(now, file, definitions(now, file, offsetOf(file, position)), takesLinks),
      (now, file, { position }) =>
        toLocations(now, file, wazuhDefinitions(now, file, offsetOf(file, position)), takesLinks),
    ),
  );
  connection.onReferences(
    ask(
      'references',
      (now, file, { position, context }: ReferenceParams) => {
        const start = { now, file, offset: offsetOf(file, position) };
        const found = acrossProjects(workspace, start, (project, text, offset) => {
          const all = references(project, text, offset, true);
          const asked = references(project, text, offset, context.includeDeclaration);
          const places = all.map((place) => ({ file: place.file, offset: place.span.start }));
          return { answer: placesIn(project, asked), places };
        });
        return distinct(found.flat());
      },
      (now, file, { position, context }) =>
        placesIn(now, wazuhReferences(now, file, offsetOf(file, position), context.includeDeclaration)),
    ),
  );
  connection.onDocumentHighlight(
    ask('highlight', (now, file, { position }: AtPosition) =>
      highlights(now, file, offsetOf(file, position)).map(
        ({ span, isDefinition }): DocumentHighlight => ({
          range: rangeOf(file, span),
          kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        }),
      ),
    ),
  );
  connection.onWorkspaceSymbol(
    guard(log, 'workspace symbols', [], ({ query }) => {
      const found = workspace.allSnapshots().flatMap((now) =>
        workspaceSymbols(now, query).flatMap(({ name, kind, file, span }) =>
          present(locationOf(now, file, span)).map((location) => ({
            name,
            kind: symbolKinds[kind],
            location,
          })),
        ),
      );
      return distinct(found);
    }),
  );
}

function toLocations(
  now: Snapshot,
  origin: PlacedText,
  found: readonly Definition[],
  asLinks: boolean,
): LocationLink[] | Location[] {
  return asLinks ? found.flatMap((each) => toLink(now, origin, each)) : placesIn(now, found);
}

function placesIn(now: Snapshot, places: readonly FilePlace[]): Location[] {
  return places.flatMap(({ file, span }) => present(locationOf(now, file, span)));
}

function toLink(now: Snapshot, origin: PlacedText, definition: Definition): LocationLink[] {
  const target = now.files.get(definition.file) ?? now.wazuhFiles.get(definition.file);
  if (target === undefined) return [];
  return [
    {
      targetUri: target.document,
      targetRange: rangeOf(target, definition.item),
      targetSelectionRange: rangeOf(target, definition.span),
      originSelectionRange: rangeOf(origin, definition.origin),
    },
  ];
}

function present<Value>(value: Value | undefined): Value[] {
  return value === undefined ? [] : [value];
}

/** Several projects can share a file, and name the same place in it. */
function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
