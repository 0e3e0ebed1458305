type Test = (value: unknown) => boolean;
type Shape = Readonly<Record<string, readonly [required: boolean, test: Test]>>;

const text: Test = (value) => typeof value === 'string';
const flag: Test = (value) => typeof value === 'boolean';
const number: Test = (value) => typeof value === 'number' && Number.isFinite(value);
const matches =
  (pattern: RegExp): Test =>
  (value) =>
    text(value) && pattern.test(String(value));
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const shaped =
  (shape: Shape): Test =>
  (value) =>
    faults(value, shape).length === 0;

const metadata = listOf(shaped({ name: [true, text], value: [true, text] }));
const links = listOf(shaped({ label: [true, text], url: [true, matches(/^\w+:\/\//)] }));
const colour = matches(/^#[0-9a-f]{6}$/i);

const technique: Shape = {
  techniqueID: [true, matches(/^T\d{4}(?:\.\d{3})?$/)],
  tactic: [false, matches(/^[a-z]+(?:-[a-z]+)*$/)],
  comment: [false, text],
  enabled: [false, flag],
  score: [false, number],
  color: [false, matches(/^(?:#[0-9a-f]{6})?$/i)],
  metadata: [false, metadata],
  links: [false, links],
  showSubtechniques: [false, flag],
};

/** The tables of "ATT&CK Navigator Layer File Format Definition", version 4.5, by property. */
const layer: Shape = {
  versions: [
    false,
    shaped({
      attack: [false, matches(/^\d+$/)],
      navigator: [true, matches(/^(?:4\.(?:9|\d\d)|[5-9])\b/)],
      layer: [true, matches(/^4\.5$/)],
    }),
  ],
  name: [true, text],
  description: [false, text],
  domain: [true, matches(/^(?:enterprise|mobile|ics)-attack$/)],
  customDataURL: [false, text],
  filters: [false, shaped({ platforms: [false, listOf(text)] })],
  sorting: [false, (value) => [0, 1, 2, 3].includes(value as number)],
  layout: [
    false,
    shaped({
      layout: [false, matches(/^(?:side|flat|mini)$/)],
      showID: [false, flag],
      showName: [false, flag],
      showAggregateScores: [false, flag],
      countUnscored: [false, flag],
      aggregateFunction: [false, matches(/^(?:average|min|max|sum)$/)],
      expandedSubtechniques: [false, matches(/^(?:none|all|annotated)$/)],
    }),
  ],
  hideDisabled: [false, flag],
  techniques: [false, listOf(shaped(technique))],
  gradient: [
    false,
    (value) =>
      shaped({
        colors: [true, (colors) => listOf(colour)(colors) && (colors as unknown[]).length >= 2],
        minValue: [true, number],
        maxValue: [true, number],
      })(value),
  ],
  legendItems: [false, listOf(shaped({ label: [true, text], color: [true, colour] }))],
  showTacticRowBackground: [false, flag],
  tacticRowBackground: [false, colour],
  selectTechniquesAcrossTactics: [false, flag],
  selectSubtechniquesWithParent: [false, flag],
  selectVisibleTechniques: [false, flag],
  metadata: [false, metadata],
  links: [false, links],
};

/** What is wrong with a layer by the tables of the format, and by what they say beside types; empty where nothing is. */
export function checkLayer(value: unknown): string[] {
  const { gradient } = value as { gradient?: { minValue: number; maxValue: number } };
  const isFlat = gradient !== undefined && gradient.maxValue <= gradient.minValue;
  return [...faults(value, layer), ...(isFlat ? ['gradient: maxValue must be greater than minValue'] : [])];
}

function faults(value: unknown, shape: Shape): string[] {
  if (typeof value !== 'object' || value === null) return ['no object'];
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape, key));
  const wrong = Object.entries(shape).flatMap(([key, [required, test]]) => {
    const own = (value as Record<string, unknown>)[key];
    if (own === undefined) return required ? [`${key}: missing`] : [];
    return test(own) ? [] : [`${key}: ${JSON.stringify(own)}`];
  });
  return [...unknown.map((key) => `${key}: no such property`), ...wrong];
}
