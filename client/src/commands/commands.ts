import { addBaseRules } from './add-base-rules.ts';
import { addException } from './add-exception.ts';
import type { Command } from './command.ts';
import { generateFalcosidekickSettings } from './generate-falcosidekick-settings.ts';
import { generateSentinelParser } from './generate-sentinel-parser.ts';
import { generateSentinelRule } from './generate-sentinel-rule.ts';
import { generateWazuhIntegration } from './generate-wazuh-integration.ts';
import { generateWazuhRules } from './generate-wazuh-rules.ts';
import { newRule } from './new-rule.ts';
import { newSampleAlert } from './new-sample-alert.ts';
import { newTestFromAlert } from './new-test-from-alert.ts';
import {
  previewKql,
  previewWazuh,
  showCompiledCondition,
  showEventTypes,
  showMergedRule,
} from './preview.ts';
import { recordTestExpectations } from './record-test-expectations.ts';
import { renameAt } from './rename-at.ts';
import { replayAlerts } from './replay-alerts.ts';
import { restartServer } from './restart-server.ts';
import { runKql } from './run-kql.ts';
import { selectEngineVersion } from './select-engine-version.ts';
import { showAttackCoverage } from './show-attack-coverage.ts';
import { showLog } from './show-log.ts';
import { showReferences } from './show-references.ts';
import { verifyInstalled } from './verify-installed.ts';
import { verifyWazuhManager } from './verify-wazuh-manager.ts';

/** Every command that the extension registers. */
export const workbenchCommands: readonly Command[] = [
  previewKql,
  previewWazuh,
  showCompiledCondition,
  showMergedRule,
  showEventTypes,
  generateSentinelRule,
  generateSentinelParser,
  generateFalcosidekickSettings,
  generateWazuhRules,
  generateWazuhIntegration,
  runKql,
  replayAlerts,
  showAttackCoverage,
  newSampleAlert,
  newTestFromAlert,
  recordTestExpectations,
  verifyInstalled,
  verifyWazuhManager,
  newRule,
  selectEngineVersion,
  showReferences,
  addBaseRules,
  addException,
  renameAt,
  restartServer,
  showLog,
];
