import type { OptionReader } from '../load/draft.ts';
import type { CorrelatedField } from '../load/rule.ts';

/** `<same_srcip/>` and its like: the earlier event has the same value there. */
export function readSame(field: CorrelatedField): OptionReader {
  return (draft) => {
    draft.sameStatics.push(field);
    return 'next';
  };
}

/** `<different_srcip/>` and its like: the earlier event has not the same value there. */
export function readDifferent(field: CorrelatedField): OptionReader {
  return (draft) => {
    draft.differentStatics.push(field);
    return 'next';
  };
}

/** `<same_field>name</same_field>`. */
export const readSameField: OptionReader = (draft, element) => {
  draft.sameFields.push(element.content);
  return 'next';
};

/** `<different_field>name</different_field>`, also written `<not_same_field>`. */
export const readDifferentField: OptionReader = (draft, element) => {
  draft.differentFields.push(element.content);
  return 'next';
};

/** `<global_frequency/>`: events of all agents count together. */
export const readGlobalFrequency: OptionReader = (draft) => {
  draft.globalFrequency = true;
  return 'next';
};

/** `<same_agent/>` and `<not_same_agent/>` do nothing any more. */
export function readDeprecated(name: string): OptionReader {
  return (_draft, element, { report }) => {
    report('wazuh-deprecated-option', element.nameSpan, name);
    return 'next';
  };
}
