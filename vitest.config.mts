import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/exthost/**', 'node_modules/**'],
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } }, // for what a process of its own does
  },
});
