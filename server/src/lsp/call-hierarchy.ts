import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
} from 'vscode-languageserver';
import {
  type Call,
  type CallItem,
  callItems,
  incomingCalls,
  outgoingCalls,
} from '../features/call-hierarchy.ts';
import { nameOf } from '../workspace/load-order.ts';
import { isNameKind } from '../workspace/names.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { guard } from './guard.ts';
import { offsetOf, rangeOf } from './ranges.ts';
import type { AtPosition, Service } from './service.ts';
import { symbolKinds } from './symbol-kinds.ts';

/** What uses a macro or list, and what a rule or macro uses, step by step. */
export function registerCallHierarchy({ connection, ask, workspace, log }: Service): void {
  const { callHierarchy } = connection.languages;
  callHierarchy.onPrepare(
    ask('call hierarchy', (now, file, { position }: AtPosition) => {
      const items = callItems(now, file, offsetOf(file, position)).flatMap((item) => toItem(now, item));
      return items.length === 0 ? null : items;
    }),
  );
  callHierarchy.onIncomingCalls(
    guard(log, 'incoming calls', null, ({ item }): CallHierarchyIncomingCall[] | null => {
      const asked = fromItem(item);
      if (asked === undefined) return null;
      return inProjects(workspace, asked, (now) =>
        incomingCalls(now, asked).flatMap((call) =>
          toItem(now, call.item).map((from) => ({ from, fromRanges: rangesOf(now, call.item.file, call) })),
        ),
      );
    }),
  );
  callHierarchy.onOutgoingCalls(
    guard(log, 'outgoing calls', null, ({ item }): CallHierarchyOutgoingCall[] | null => {
      const asked = fromItem(item);
      if (asked === undefined) return null;
      return inProjects(workspace, asked, (now) =>
        outgoingCalls(now, asked).flatMap((call) =>
          toItem(now, call.item).map((to) => ({ to, fromRanges: rangesOf(now, asked.file, call) })),
        ),
      );
    }),
  );
}

/** The calls in all projects that a rules text belongs to, each once. */
function inProjects<Found>(
  workspace: Workspace,
  { file }: Pick<CallItem, 'file'>,
  find: (now: Snapshot) => readonly Found[],
): Found[] {
  const found = workspace.snapshotsWith(file).flatMap(find);
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

function toItem(now: Snapshot, item: CallItem): CallHierarchyItem[] {
  const { kind, name, span, nameSpan, isUpdate } = item;
  const file = now.files.get(item.file);
  if (file === undefined) return [];
  const uri = file.document;
  return [
    {
      name,
      kind: symbolKinds[kind],
      detail: `${isUpdate ? `changes a ${kind}` : kind} · ${nameOf(uri)}`,
      uri,
      range: rangeOf(file, span),
      selectionRange: rangeOf(file, nameSpan),
      data: { kind, text: file.uri },
    },
  ];
}

/** What a client hands back of an item; undefined where it is none of ours. */
function fromItem({ name, data }: CallHierarchyItem): Pick<CallItem, 'kind' | 'name' | 'file'> | undefined {
  const given: { readonly kind?: unknown; readonly text?: unknown } =
    typeof data === 'object' && data !== null ? data : {};
  const { kind, text } = given;
  if (typeof kind !== 'string' || !isNameKind(kind) || typeof text !== 'string') return undefined;
  return { kind, name, file: text };
}

function rangesOf(now: Snapshot, uri: string, { places }: Call) {
  const file = now.files.get(uri);
  return file === undefined ? [] : places.map((place) => rangeOf(file, place));
}
