import { arrayFunctions } from './array.ts';
import { bagFunctions } from './bag.ts';
import { binningFunctions } from './binning.ts';
import { choiceFunctions } from './choice.ts';
import { conversionFunctions } from './conversion.ts';
import { dateFunctions } from './date.ts';
import type { FunctionTable } from './define.ts';
import { encodingFunctions } from './encoding.ts';
import { formatTimeFunctions } from './format-time.ts';
import { hashFunctions } from './hash.ts';
import { ipFunctions } from './ip.ts';
import { mathFunctions } from './math.ts';
import { parseTextFunctions } from './parse-text.ts';
import { punycodeFunctions } from './punycode.ts';
import { regexFunctions } from './regex.ts';
import { rowFunctions } from './row.ts';
import { seriesFunctions } from './series.ts';
import { sessionFunctions } from './session.ts';
import { sketchFunctions } from './sketch.ts';
import { textFunctions } from './text.ts';
import { timeZoneFunctions } from './time-zone.ts';
import { unitFunctions } from './unit.ts';

/** Every scalar function of the engine by its name. */
export const scalarFunctions: FunctionTable = {
  ...arrayFunctions,
  ...bagFunctions,
  ...binningFunctions,
  ...choiceFunctions,
  ...conversionFunctions,
  ...dateFunctions,
  ...encodingFunctions,
  ...formatTimeFunctions,
  ...hashFunctions,
  ...ipFunctions,
  ...mathFunctions,
  ...parseTextFunctions,
  ...punycodeFunctions,
  ...regexFunctions,
  ...rowFunctions,
  ...seriesFunctions,
  ...sessionFunctions,
  ...sketchFunctions,
  ...textFunctions,
  ...timeZoneFunctions,
  ...unitFunctions,
};
