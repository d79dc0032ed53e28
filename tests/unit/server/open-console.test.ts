import type { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, it, vi } from 'vitest'
import { consolePagePath, openConsole } from '#electron/server/open-console.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** Starts nothing, and says that it did so or not. */
function starter(outcome: 'spawn' | 'error') {
  const started: string[] = []
  const start = ((command: string, words: string[]) => {
    started.push(command, ...words)
    const child = Object.assign(new EventEmitter(), { unref: () => undefined })
    queueMicrotask(() => child.emit(outcome, new Error('not there')))
    return child
  }) as unknown as typeof spawn
  return { start, started }
}

const url = 'http://127.0.0.1:1/?token=secret-token'

afterEach(() => vi.unstubAllEnvs())

it('hands the token to the browser by a file of its owner alone, never by arguments', async () => {
  vi.stubEnv('DISPLAY', ':0')
  const home = await temporaryFolder()
  const { start, started } = starter('spawn')
  expect(await openConsole(home, url, start)).toBe(true)
  expect(started.join(' ')).not.toContain('secret-token')
  expect(started.at(-1)).toContain(pathToFileURL(consolePagePath(home)).href)
  expect(await readFile(consolePagePath(home), 'utf8')).toContain(`url=${url}"`)
  if (process.platform !== 'win32') expect((await stat(consolePagePath(home))).mode & 0o077).toBe(0)
})

it('says where there is no browser to be started', async () => {
  vi.stubEnv('DISPLAY', ':0')
  expect(await openConsole(await temporaryFolder(), url, starter('error').start)).toBe(false)
})

it.runIf(process.platform === 'linux')('starts none where no window can be shown', async () => {
  vi.stubEnv('DISPLAY', '')
  vi.stubEnv('WAYLAND_DISPLAY', '')
  const { start, started } = starter('spawn')
  expect(await openConsole(await temporaryFolder(), url, start)).toBe(false)
  expect(started).toEqual([])
})
