/** Every key of a test, in the order in which they are usually written. */
export const testKeys = ['test', 'description', 'alert', 'expect'] as const;

/** Keys of an alert that say how it is changed. */
export const changeKeys = ['with', 'without'] as const;

/** Keys of an alert that is made of a rule. */
export const ruleAlertKeys = ['from', ...changeKeys] as const;

/** Keys of an alert that stands in a file. */
export const fileAlertKeys = ['file', 'line', ...changeKeys] as const;

/** Keys of Falco's JSON that an alert in a test may have. */
export const inlineAlertKeys = [
  'rule',
  'priority',
  'time',
  'source',
  'hostname',
  'output',
  'tags',
  'uuid',
  'output_fields',
] as const;

/** Every key under `expect`. */
export const expectKeys = ['fires', 'silent', 'unknown', 'wazuh', 'sentinel'] as const;

/** Every key under `wazuh`. */
export const wazuhKeys = ['id', 'level', 'alert', 'description'] as const;

/** Every key under `sentinel`. */
export const sentinelTestKeys = [
  'returned-by',
  'not-returned-by',
  'transport',
  'severity',
  'entities',
] as const;
