import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import type { ShellOptions } from './e2e/shell.ts'

const chromium = process.env['VIRIDIAN_CHROMIUM'] ?? '/usr/bin/chromium-headless-shell'

/** One set of specs, two shells: the web console in a browser, and the desktop application. */
export default defineConfig<ShellOptions>({
  testDir: './e2e',
  outputDir: '../test-results',
  // Each worker boots real guests; two cores carry one at a time.
  workers: 1,
  globalSetup: './e2e/global-setup.ts',
  // They only end what stands still: a busy computer may take its time.
  timeout: 900_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: '../dist/test/playwright.json' }]],
  use: {
    actionTimeout: 120_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    launchOptions: {
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'browser', use: { shell: 'browser' } },
    { name: 'desktop', use: { shell: 'desktop' } },
  ],
})
