// @ts-check
import { availableParallelism } from 'node:os'
import path from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const root = path.dirname(import.meta.dirname)

/** Run with `npx vitest run --config tests/vitest.config.mjs [files]`; `npm test` does, after building. */
export default defineConfig({
  root,
  plugins: [vue()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          // Left alone, Vitest keeps a processor for itself.
          maxWorkers: availableParallelism(),
          // Only ends what stands still: a busy computer may take its time.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'host',
          include: ['tests/host/**/*.test.ts', 'tests/packaging/**/*.test.ts'],
          // Real guests want a core each, but much of the time their tests wait.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
          // Whoever waits for a guest sees whether it stands still; these only end what else does.
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
})
