/** Values by text, of which those not asked for between two sweeps are forgotten. */
export class Swept<Value> {
  private old = new Map<string, Value>();
  private fresh = new Map<string, Value>();

  get(key: string): Value | undefined {
    const fresh = this.fresh.get(key);
    if (fresh !== undefined) return fresh;
    const old = this.old.get(key);
    if (old !== undefined) this.fresh.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    this.fresh.set(key, value);
  }

  sweep(): void {
    this.old = this.fresh;
    this.fresh = new Map();
  }
}
