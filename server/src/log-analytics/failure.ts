/** Why a query has no answer. */
export type FailureKind = 'settings' | 'sign-in' | 'access' | 'not-found' | 'query' | 'busy' | 'network';

/** A query could not be run; the message says what is wrong and what to do. */
export class LogAnalyticsFailure extends Error {
  /** @param place where in the query, both numbers from 1, if the service says so */
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly place?: { readonly line: number; readonly column: number },
  ) {
    super(message);
  }
}

/** An error in the form of Azure's services: the innermost says most. */
interface ServiceError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly innererror?: unknown;
  readonly details?: unknown;
  readonly line?: unknown;
  readonly pos?: unknown;
}

/** What an answer of the service that is none means. @param body the answer's text, if there is one */
export function failureOfAnswer(status: number, body: string): LogAnalyticsFailure {
  const errors = nestedErrors(body);
  const said = sentence(errors);
  switch (status) {
    case 400:
      return new LogAnalyticsFailure('query', `Log Analytics refuses the query: ${said}`, placeIn(errors));
    case 401:
      return new LogAnalyticsFailure('sign-in', `Log Analytics does not accept the sign-in: ${said}`);
    case 403:
      return new LogAnalyticsFailure(
        'access',
        `You may not query this workspace: ${said} The role Log Analytics Reader allows it.`,
      );
    case 404:
      return new LogAnalyticsFailure(
        'not-found',
        `There is no such workspace: ${said} The workspace id is a GUID, shown on its overview page.`,
      );
    case 429:
      return new LogAnalyticsFailure(
        'busy',
        `Log Analytics has too many queries from you: ${said} Try again in a minute.`,
      );
    default:
      return status >= 500
        ? new LogAnalyticsFailure(
            'busy',
            `Log Analytics could not answer in time (${status}): ${said} A shorter time range helps.`,
          )
        : new LogAnalyticsFailure('network', `Log Analytics answers ${status}: ${said}`);
  }
}

/** The message of an error that came with an answer: the innermost one, as a sentence. */
export function messageOfError(error: unknown): string {
  return sentence([...chain(error)]);
}

function nestedErrors(body: string): readonly ServiceError[] {
  try {
    return [...chain((JSON.parse(body) as { error?: unknown }).error)];
  } catch {
    return [];
  }
}

/** The error, and those inside it; details count where there is no inner error. */
function* chain(error: unknown): Iterable<ServiceError> {
  for (let depth = 0; depth < 20 && typeof error === 'object' && error !== null; depth++) {
    const each = error as ServiceError;
    yield each;
    error = each.innererror ?? (Array.isArray(each.details) ? each.details[0] : undefined);
  }
}

function sentence(errors: readonly ServiceError[]): string {
  const last = errors.findLast(({ message }) => typeof message === 'string' && message !== '');
  const text = typeof last?.message === 'string' ? last.message.trim() : 'it does not say why';
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function placeIn(errors: readonly ServiceError[]): { line: number; column: number } | undefined {
  const placed = errors.findLast(({ line }) => typeof line === 'number');
  if (typeof placed?.line !== 'number') return undefined;
  return { line: placed.line, column: typeof placed.pos === 'number' ? placed.pos + 1 : 1 };
}
