import type {
  Check,
  Condition,
  Operand,
  RightHand,
  TransformerArgument,
} from '../../falco/condition/tree.ts';
import type { Span } from '../../text/span.ts';

/** Gives a span for a span of a condition's own text. */
type Place = (span: Span) => Span;

/**
 * The same condition with other spans, and with what macros stand for in their places: all in there has the
 * span of the macro's name.
 */
export function withSpans(node: Condition, place: Place): Condition {
  const span = place(node.span);
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, span, operands: node.operands.map((each) => withSpans(each, place)) };
    case 'not':
      return { ...node, span, operand: withSpans(node.operand, place) };
    case 'macro':
      return node.expansion === undefined ? { ...node, span } : withSpans(node.expansion, () => span);
    case 'check':
      return checkWithSpans(node, place);
    case 'missing':
      return { ...node, span };
  }
}

function checkWithSpans({ left, operator, right, ...rest }: Check, place: Place): Check {
  return {
    ...rest,
    span: place(rest.span),
    left: operandWithSpans(left, place),
    operator: { ...operator, span: place(operator.span) },
    ...(right === undefined ? {} : { right: rightWithSpans(right, place) }),
  };
}

function rightWithSpans(right: RightHand, place: Place): RightHand {
  if (right.kind === 'field' || right.kind === 'transformer') return operandWithSpans(right, place);
  if (right.kind === 'literal') return { ...right, span: place(right.span) };
  const items = right.items.map((item) => ({ ...item, span: place(item.span) }));
  return { ...right, span: place(right.span), items };
}

function operandWithSpans(operand: Operand, place: Place): Operand {
  const spans = {
    span: place(operand.span),
    nameSpan: place(operand.nameSpan),
    ...(operand.argumentSpan === undefined ? {} : { argumentSpan: place(operand.argumentSpan) }),
  };
  if (operand.kind === 'field') return { ...operand, ...spans };
  return { ...operand, ...spans, operands: operand.operands.map((each) => argumentWithSpans(each, place)) };
}

function argumentWithSpans(argument: TransformerArgument, place: Place): TransformerArgument {
  if (argument.kind === 'literal') return { ...argument, span: place(argument.span) };
  if (argument.kind !== 'transformer-list') return operandWithSpans(argument, place);
  const items = argument.items.map((each) => argumentWithSpans(each, place));
  return { ...argument, span: place(argument.span), items };
}
