import type { EngineVersion } from '../items/item.ts';

/** Whether an engine serves rules that require `required`: same major number, and not older. */
export function compatible(engine: EngineVersion, required: EngineVersion): boolean {
  if (engine.major !== required.major) return false;
  if (engine.minor !== required.minor) return engine.minor > required.minor;
  return engine.patch >= required.patch;
}
