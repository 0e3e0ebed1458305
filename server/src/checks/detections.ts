import { detectionFindings } from '../workspace/detections/check-detections.ts';
import type { Check } from './check.ts';
import { improve } from './load-finding.ts';

/** What is wrong in files of detections (docs/detections.md). */
export const detections: Check = {
  of: 'file',
  in: 'detections',
  *find(snapshot, { uri }) {
    for (const finding of detectionFindings(snapshot, uri)) {
      yield improve(snapshot, { file: uri, finding, fixes: [] });
    }
  },
};
