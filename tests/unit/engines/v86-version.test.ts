import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { expect, test } from 'vitest'
import { v86Version } from '#electron/engines/embedded/v86/version.ts'

test('saved states are marked with the version of v86 that is built in', async () => {
  const entry = createRequire(import.meta.url).resolve('v86')
  const manifest = JSON.parse(await readFile(path.join(path.dirname(entry), '../package.json'), 'utf8')) as unknown
  expect(manifest).toMatchObject({ version: v86Version })
})
