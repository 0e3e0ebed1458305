import { expect, it } from 'vitest';
import { costOf, costText } from '../../server/src/log-analytics/cost.ts';

/** As the service answers to `Prefer: include-statistics=true`; the numbers are ours. */
const statistics = {
  query: {
    datasetStatistics: [{ tableRowCount: 12, tableSize: 1234 }],
    executionTime: 0.59,
    inputDatasetStatistics: {
      extents: { scanned: 1, total: 3 },
      rows: { scanned: 36_000, total: 90_000 },
      rowstores: { scannedRows: 4_000, scannedValuesSize: 1_000_000 },
      shards: { queriesGeneric: 1, queriesSpecialized: 0 },
    },
    resourceUsage: {
      cache: {
        disk: { hits: 5, misses: 1, total: 6 },
        shards: {
          bypassbytes: 10_000,
          cold: { hitbytes: 0, missbytes: 2_000_000, retrievebytes: 2_000_000 },
          hot: { hitbytes: 6_000_000, missbytes: 0, retrievebytes: 0 },
        },
      },
      cpu: { kernel: '00:00:00', totalCpu: '00:00:00.05' },
      memory: { peakPerNode: 104_100_080 },
      network: { interClusterTotalBytes: 34_897_588 },
    },
  },
};

it('counts what was read, each byte once, of rows that came in last too', () => {
  expect(costOf(statistics)).toEqual({ seconds: 0.59, bytes: 9_010_000, rows: 40_000 });
  expect(costText(costOf(statistics))).toBe('0.6 s, 9.0 MB read, 40,000 rows looked at');
});

it.each([undefined, null, 7, 'x', [], {}, { query: null }, { rows: { scanned: 'many' } }])(
  'says nothing of what it does not know: %j',
  (given) => {
    expect(costText(costOf(given))).toBe('');
  },
);
