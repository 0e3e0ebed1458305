import { v5 } from 'uuid';

/** Our own namespaces of names, so that nobody else's ids can be ours. */
const namespaces = {
  rule: '6f1c6a52-4f0e-4f5b-9d0c-3b7a1e6d2c90',
  detection: 'c1f0a3de-8f7b-4a53-8f64-0f4b9d1d7e25',
  function: '2b7de0c4-93c1-4a0f-8c52-7d1f5e60b4aa',
} as const;

/** The GUID for a Falco rule, a detection or a function: always the same for a name. */
export function ruleId(of: keyof typeof namespaces, name: string): string {
  return v5(name, namespaces[of]);
}
