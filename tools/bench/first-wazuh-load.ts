// A process of its own: loads the Wazuh rules of the folder named and prints what that took.
import { loadRuleset } from '../../server/src/wazuh/engine.ts';
import { rulesFilesIn } from './wazuh-rules-files.ts';

/** What it prints, as JSON: milliseconds by the clock, and of all cores together. */
export interface FirstLoad {
  readonly time: number;
  readonly cores: number;
}

const files = rulesFilesIn(process.argv[2]!);
const usedBefore = process.cpuUsage();
const start = performance.now();
loadRuleset(files);
const time = performance.now() - start;
const { user, system } = process.cpuUsage(usedBefore);
const taken: FirstLoad = { time, cores: (user + system) / 1000 };
console.log(JSON.stringify(taken));
