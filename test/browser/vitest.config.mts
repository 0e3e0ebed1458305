import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    fileParallelism: false, // one VS Code at a time: two cores
    retry: 0,
    expect: { poll: { timeout: 20_000 } }, // what a window shows takes longer than the usual second
  },
});
