/** How much was computed anew and not remembered: it shows what an edit reaches. */
export interface Work {
  /** Stretches of a file that were parsed as YAML and read as items. */
  piecesParsed: number;
  conditionsParsed: number;
  conditionsResolved: number;
  rulesCompiled: number;
  /** Items that our own checks looked at. */
  itemsChecked: number;
}

/** Nothing done yet. */
export function noWork(): Work {
  return { piecesParsed: 0, conditionsParsed: 0, conditionsResolved: 0, rulesCompiled: 0, itemsChecked: 0 };
}
