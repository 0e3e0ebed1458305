import type { EngineMessage, FileVerdict } from '../falco/installed/read-load-results.ts';
import type { InstalledVersion } from '../falco/installed/read-version.ts';
import type { FileLoad, Load } from '../falco/load/load.ts';

/** What an installed Falco and we say of one file. */
export interface ComparedFile {
  readonly file: string;
  readonly falco: FileVerdict;
  readonly ours: FileVerdict;
  /** Both take the file, or both refuse it with an error of the same code. */
  readonly agree: boolean;
  /** Warnings of one that the other does not give, or gives less often. */
  readonly onlyFalco: readonly EngineMessage[];
  readonly onlyOurs: readonly EngineMessage[];
}

/** Our verdicts in the engine's words; the load must be one that stops at errors, as the engine does. */
export function verdictsOf(load: Load): FileVerdict[] {
  return load.files.map(verdictOf);
}

/** Compares verdicts on the same files, each list in the order of `files`. */
export function compareVerdicts(
  files: readonly string[],
  falco: readonly FileVerdict[],
  ours: readonly FileVerdict[],
): ComparedFile[] {
  return files.flatMap((file, i) => {
    const [theirs, own] = [falco[i], ours[i]];
    if (theirs === undefined || own === undefined) return [];
    const agree = theirs.successful === own.successful && theirs.error?.code === own.error?.code;
    const onlyFalco = without(theirs.warnings, own.warnings);
    return [
      { file, falco: theirs, ours: own, agree, onlyFalco, onlyOurs: without(own.warnings, theirs.warnings) },
    ];
  });
}

/** A comparison for people: the outcome, then both verdicts on each file. */
export function printComparison(compared: readonly ComparedFile[], version?: InstalledVersion): string {
  const name = version === undefined ? 'Falco' : `Falco ${version.falco} (engine ${version.engine})`;
  const parts = compared.map(printFile);
  return `${[`${name} and Falco Rule Workbench: ${outcome(compared)}`, ...parts].join('\n\n')}\n`;
}

function verdictOf({ problems }: FileLoad): FileVerdict {
  const seen = problems
    .filter(({ seenByEngine }) => seenByEngine)
    .flatMap(({ finding }) => finding.engine ?? []);
  const error = seen.find(({ severity }) => severity === 'error');
  const warnings = seen.filter(({ severity }) => severity === 'warning').map(messageOf);
  return { successful: error === undefined, ...(error && { error: messageOf(error) }), warnings };
}

function messageOf({ code, message }: EngineMessage): EngineMessage {
  return { code, message };
}

/** The first list without what the second has too, each as often as it is there. */
function without(some: readonly EngineMessage[], others: readonly EngineMessage[]): EngineMessage[] {
  const left = others.map(printMessage);
  return some.filter((each) => {
    const place = left.indexOf(printMessage(each));
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

function outcome(compared: readonly ComparedFile[]): string {
  const differ = compared.filter(({ agree }) => !agree).length;
  const files = compared.length === 1 ? '1 file' : `${compared.length} files`;
  if (differ === 0) return `the same verdict on ${files}.`;
  return `different verdicts on ${differ} of ${files}.`;
}

function printFile({ file, falco, ours, agree, onlyFalco, onlyOurs }: ComparedFile): string {
  return [
    `${oneLine(file)}: ${agree ? 'agree' : 'differ'}`,
    `  Falco:     ${printVerdict(falco)}`,
    `  Workbench: ${printVerdict(ours)}`,
    ...onlyFalco.map((each) => `  Only Falco warns:     ${printMessage(each)}`),
    ...onlyOurs.map((each) => `  Only Workbench warns: ${printMessage(each)}`),
  ].join('\n');
}

function printVerdict({ successful, error }: FileVerdict): string {
  if (error !== undefined) return printMessage(error);
  return successful ? 'ok' : 'refused, without a reason';
}

function printMessage({ code, message }: EngineMessage): string {
  return oneLine(`${code}: ${message}`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
