/**
 * A field's value as an alert's `output_fields` give it. `null` means that the engine had no value for the
 * field; integers past 2^53 come as bigint where nothing may be lost.
 */
export type EventValue = string | number | bigint | boolean | null | readonly EventValue[];

/** What a condition is evaluated on. */
export interface Event {
  /** The value of a field written as in conditions (`proc.aname[2]`), or undefined where nobody recorded it. */
  value(field: string): EventValue | undefined;
}

/** An event from a plain object of field values, such as `output_fields` of an alert. */
export function eventOf(values: Readonly<Record<string, EventValue>>): Event {
  return {
    value: (field) => {
      const value = values[field];
      // What objects inherit are functions and objects: only those need a second look.
      const plain = typeof value !== 'object' && typeof value !== 'function';
      return plain || Object.hasOwn(values, field) ? value : undefined;
    },
  };
}
