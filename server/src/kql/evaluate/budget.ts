import { KqlFailure } from './failure.ts';

/** What a run may cost. `clock` gives milliseconds; without it `milliseconds` is not looked at. */
export interface Limits {
  /** Rows that all operators together may handle. */
  readonly rows?: number;
  readonly milliseconds?: number;
  readonly clock?: () => number;
  /** True once the answer is no longer wanted. */
  readonly cancelled?: () => boolean;
}

const defaultRows = 50_000_000;
const chunk = 1024;

/** Counts rows; every 1,024 it looks whether the run must end. */
export class Budget {
  private handled = 0;
  private nextLook = chunk;
  private readonly limits: Limits;
  private readonly deadline: number;

  constructor(limits: Limits) {
    this.limits = limits;
    this.deadline = (limits.clock?.() ?? 0) + (limits.milliseconds ?? Number.POSITIVE_INFINITY);
  }

  /** Accounts for `rows` more rows; throws KqlFailure when a limit is reached or the run was cancelled. */
  spend(rows: number): void {
    this.handled += rows;
    if (this.handled < this.nextLook) return;
    this.nextLook = this.handled + chunk;
    this.look();
  }

  private look(): void {
    const rows = this.limits.rows ?? defaultRows;
    if (this.handled > rows) throw new KqlFailure(`The query handles more than ${rows} rows`);
    if (this.limits.cancelled?.()) throw new KqlFailure('The query was cancelled');
    if (this.limits.clock && this.limits.clock() > this.deadline) {
      throw new KqlFailure(`The query ran longer than ${this.limits.milliseconds} ms`);
    }
  }
}
