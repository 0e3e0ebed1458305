import type {
  FileRange,
  ReplayQuery,
  ReplayQuerySteps,
  ReplaySent,
  ReplaySentinel,
  ReplayStageRow,
  ReplayTransport,
} from '../../../server/src/protocol.ts';
import { FoldTree, type TreeNode } from './fold-tree.ts';
import { transportNames } from './stage-words.ts';

/** What the tree is about: one alert in Sentinel. */
export interface SentinelView {
  /** The rule that the alert names. */
  readonly rule: string | undefined;
  readonly results: ReplayStageRow['sentinel'];
  readonly sentinel: ReplaySentinel;
  readonly sent: ReplaySent;
}

type Cells = readonly (readonly [column: string, value: string])[];
type Lines = ReplaySent['lines'][number];

/** Longer values are cut: nobody reads them in a line of a tree. */
const longestValue = 2000;

/** The rows and queries of one alert in Sentinel, for each way on which it is sent. */
export class SentinelTree extends FoldTree {
  private view: SentinelView | undefined;
  private steps = new Map<string, ReplayQuerySteps | null>();

  /** @param explain asks for the steps of a query, which `takeSteps` brings. */
  constructor(
    opened: Record<string, boolean>,
    private readonly explain: (transport: ReplayTransport, query: number) => void,
  ) {
    super(opened);
  }

  clear(): void {
    this.view = undefined;
    this.steps.clear();
  }

  /** Shows an alert; the queries that are open are asked for anew. */
  take(view: SentinelView): void {
    this.view = view;
    this.steps.clear();
    for (const transport of view.sentinel.transports) {
      for (const [query, each] of view.sentinel.queries.entries()) {
        if (this.isOpen(queryId(transport, each), false)) this.explain(transport, query);
      }
    }
  }

  takeSteps(transport: ReplayTransport, query: number, steps: ReplayQuerySteps | null): void {
    this.steps.set(`${transport}/${query}`, steps);
  }

  protected get roots(): readonly TreeNode[] {
    const { view } = this;
    if (view === undefined) return [];
    const { transports } = view.sentinel;
    const several = transports.length > 1;
    return transports.flatMap((transport, i): readonly TreeNode[] => {
      const line = view.sent.lines.find((each) => each.transport === transport);
      const below = () => this.ofTransport(view, transport, i, line);
      if (!several) return below();
      const label = [{ kind: 'plain' as const, text: `sent as ${transportNames[transport]}` }];
      const verdict = (view.results[i]?.returnedBy.length ?? 0) > 0;
      return [
        {
          id: transport,
          label,
          verdict,
          says: returnedWords(verdict),
          decides: true,
          isOpen: true,
          parts: below,
        },
      ];
    });
  }

  private ofTransport(
    { sentinel, results, rule, sent }: SentinelView,
    transport: ReplayTransport,
    i: number,
    line: Lines | undefined,
  ): readonly TreeNode[] {
    const returned = new Set(results[i]?.returnedBy);
    const failures = new Map(sent.failures.map(({ query, message }) => [query, message]));
    const nodes = sentinel.queries.map((query, at) => {
      const isOwn = returned.has(at) || failures.has(at) || query.rule === rule || query.kind === 'file';
      const node = this.queryNode(
        transport,
        at,
        query,
        returned.has(at),
        failures.get(at),
        sent.places[at] ?? undefined,
      );
      return { isOwn, isReturned: returned.has(at), node };
    });
    const own = nodes.filter(({ isOwn }) => isOwn);
    const sorted = [
      ...own.filter(({ isReturned }) => isReturned),
      ...own.filter(({ isReturned }) => !isReturned),
    ];
    const others = nodes.filter(({ isOwn }) => !isOwn).map(({ node }) => node);
    return [rowNode(transport, line), ...sorted.map(({ node }) => node), ...othersNode(transport, others)];
  }

  private queryNode(
    transport: ReplayTransport,
    index: number,
    query: ReplayQuery,
    isReturned: boolean,
    failure: string | undefined,
    place: FileRange | undefined,
  ): TreeNode {
    const id = queryId(transport, query);
    const key = `${transport}/${index}`;
    const base = { id, decides: true, ...(place && { place }) };
    const name = [
      { kind: 'code' as const, text: query.name },
      { kind: 'plain' as const, text: kindWords[query.kind] },
    ];
    if (failure !== undefined) {
      const label = [...name, { kind: 'note' as const, text: failure }];
      return { ...base, label, verdict: 'unknown', says: 'cannot be run' };
    }
    return {
      ...base,
      label: name,
      verdict: isReturned,
      says: returnedWords(isReturned),
      parts: () => this.stepNodes(id, this.steps.get(key)),
      load: () => {
        if (!this.steps.has(key)) this.explain(transport, index);
      },
    };
  }

  private stepNodes(id: string, explained: ReplayQuerySteps | null | undefined): readonly TreeNode[] {
    if (explained === undefined) return [plainNode(`${id}/…`, 'Running …')];
    if (explained === null) return [plainNode(`${id}/…`, 'The query is no longer there.')];
    const { steps, droppedBy, error } = explained;
    if (error !== undefined) return [plainNode(`${id}/…`, error)];
    const shown = droppedBy === undefined ? steps : steps.slice(0, droppedBy + 1);
    return shown.map(({ text, row, place }, i): TreeNode => {
      const isDropped = i === droppedBy;
      const label = [
        { kind: 'code' as const, text: i === 0 ? text : `| ${text}` },
        ...(isDropped ? [{ kind: 'note' as const, text: 'drops it' }] : []),
      ];
      const cells = row === null ? [] : newCells(row, steps[i - 1]?.row ?? []);
      return {
        id: `${id}/${i}`,
        label,
        verdict: !isDropped,
        says: isDropped ? 'no row is left' : 'the row is there',
        decides: true,
        ...(place && { place }),
        ...(cells.length > 0 && { parts: () => cellNodes(`${id}/${i}`, cells) }),
      };
    });
  }
}

const kindWords: Readonly<Record<ReplayQuery['kind'], string>> = {
  rule: 'query of the rule',
  detection: 'detection',
  file: 'query of the workspace',
};

function returnedWords(isReturned: boolean): string {
  return isReturned ? 'returns it' : 'does not return it';
}

function queryId(transport: ReplayTransport, { kind, name }: ReplayQuery): string {
  return `${transport}/${kind}/${name}`;
}

function rowNode(transport: ReplayTransport, line: Lines | undefined): TreeNode {
  const id = `${transport}/row`;
  const row = line?.row ?? null;
  const label = [
    { kind: 'plain' as const, text: 'row of' },
    { kind: 'code' as const, text: 'FalcoContainerSecurity' },
  ];
  const says = row === null ? 'there is none' : 'there is one';
  const base = { id, label, verdict: row !== null, says, decides: true };
  return row === null ? base : { ...base, parts: () => cellNodes(id, row) };
}

/** Queries of other rules that do not return the alert, which is as it should be. */
function othersNode(transport: ReplayTransport, nodes: readonly TreeNode[]): readonly TreeNode[] {
  if (nodes.length === 0) return [];
  const text = `${nodes.length} ${nodes.length === 1 ? 'query' : 'queries'} of other rules do not return it`;
  const label = [{ kind: 'plain' as const, text }];
  return [{ id: `${transport}/others`, label, decides: false, parts: () => nodes }];
}

/** Columns that the step before did not have, or with another value. */
function newCells(row: Cells, before: Cells): Cells {
  const known = new Map(before);
  return row.filter(([name, value]) => known.get(name) !== value);
}

function cellNodes(id: string, cells: Cells): readonly TreeNode[] {
  return cells.map(([name, value]): TreeNode => {
    const text = value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
    return {
      id: `${id}/${name}`,
      label: [
        { kind: 'code', text: name },
        { kind: 'value', text },
      ],
      decides: true,
    };
  });
}

function plainNode(id: string, text: string): TreeNode {
  return { id, label: [{ kind: 'plain', text }], decides: true };
}
