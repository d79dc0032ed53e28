import { existsSync } from 'node:fs'

/** `VIRIDIAN_CHROMIUM`, as for the browser's specs, else what the system has. */
export function findChromium(): string {
  const candidates = [
    process.env['VIRIDIAN_CHROMIUM'],
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ]
  const found = candidates.find((candidate) => candidate !== undefined && existsSync(candidate))
  if (found === undefined) {
    throw new Error(
      'No Chromium found: install one (apt-get install chromium-headless-shell), or set VIRIDIAN_CHROMIUM.',
    )
  }
  return found
}
