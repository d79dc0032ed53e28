import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { answerFromFolder } from '#electron/main/app-scheme.ts'

// The package would look for, and download, its binary.
vi.mock('electron', () => ({ protocol: {} }))

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'viridian-scheme-'))
  await mkdir(path.join(folder, 'renderer'))
  await writeFile(path.join(folder, 'renderer/index.html'), '<!doctype html>')
  await writeFile(path.join(folder, 'secret.txt'), 'secret')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const ask = (url: string, method = 'GET') =>
  answerFromFolder(path.join(folder, 'renderer'), new Request(url, { method }))

describe('app://bundle', () => {
  it.each(['app://bundle/', 'app://bundle/index.html', 'app://bundle/index.html?connection=x#y'])(
    'serves %s',
    async (url) => {
      const response = await ask(url)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toContain('text/html')
      expect(await response.text()).toBe('<!doctype html>')
    },
  )

  it('lets a page run scripts of the bundle alone and reach nothing else', async () => {
    const policy = (await ask('app://bundle/')).headers.get('content-security-policy') ?? ''
    const directives = new Map(policy.split('; ').map((text) => [text.split(' ')[0], text.split(' ').slice(1)]))
    expect(directives.get('default-src')).toEqual(["'none'"])
    expect(directives.get('script-src')).toEqual(["'self'"])
    expect(directives.get('connect-src')).toEqual(["'self'"])
    expect(directives.get('frame-ancestors')).toEqual(["'none'"])
  })

  it.each([
    'app://bundle/missing.html',
    'app://bundle/../secret.txt',
    'app://bundle/..%2fsecret.txt',
    'app://bundle/%2e%2e/secret.txt',
    'app://bundle/..%5csecret.txt',
    'app://bundle/%00',
    'app://bundle/%E0%A4%A',
    'app://other/index.html',
    'app://bundle.evil/index.html',
  ])('does not serve %s', async (url) => {
    const response = await ask(url)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
  })

  it('answers nothing but GET', async () => {
    expect((await ask('app://bundle/index.html', 'POST')).status).toBe(405)
  })
})
