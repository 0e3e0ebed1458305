/** Every key of a detection, in the order in which they are usually written. */
export const detectionKeys = [
  'detection',
  'rule',
  'where',
  'description',
  'severity',
  'level',
  'tags',
  'enabled',
  'sentinel',
] as const;

/** Every key under `sentinel`. */
export const sentinelKeys = ['kind', 'frequency', 'period', 'threshold'] as const;
