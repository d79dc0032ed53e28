import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { GuestUnavailable, makeGuest } from '#build/guest/make-guest.mjs'
import { root } from '#build/run.mjs'

const built = path.join(root, 'dist/guest')
const quiet = () => undefined
let folder = ''

beforeAll(async () => {
  await makeGuest({ progress: quiet })
})
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'viridian-guest-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

describe('the lab guest', () => {
  it('is made again to the same bytes, without the network', async () => {
    // Any attempt to reach a mirror fails.
    vi.stubEnv('VIRIDIAN_DEBIAN_MIRROR', 'http://127.0.0.1:9/debian')
    const said: string[] = []
    const manifest = await makeGuest({ output: folder, progress: (text) => said.push(text) })
    const image = readFileSync(path.join(folder, manifest.image))
    expect(createHash('sha256').update(image).digest('hex')).toBe(manifest.sha256)
    expect(image.equals(readFileSync(path.join(built, manifest.image)))).toBe(true)
    expect(said.join('\n')).not.toContain('Downloading')
    expect(readdirSync(folder).sort()).toEqual(['lab-linux.iso', 'lab-linux.json'])
  })

  it('names version, source and licence of every package, and carries the texts', () => {
    const manifest = JSON.parse(readFileSync(path.join(built, 'lab-linux.json'), 'utf8')) as Awaited<
      ReturnType<typeof makeGuest>
    >
    expect(manifest.version).toMatch(/^Debian 12\.\d+, Linux 6\.1\.\S+-686$/)
    expect(manifest.size).toBe(statSync(path.join(built, manifest.image)).size)
    const packages = new Map(manifest.packages.map((each) => [each.name, each]))
    expect(packages.get('busybox-static')?.source).toBe('busybox')
    expect(packages.get('busybox-static')?.licence).toContain('GPL-2')
    expect(packages.get('libc6')?.licence).toContain('LGPL-2.1')
    expect(manifest.packages.every(({ version, source, licence }) => version && source && licence)).toBe(true)

    const iso = path.join(built, manifest.image)
    const files = execFileSync('isoinfo', ['-R', '-f', '-i', iso], { encoding: 'utf8' }).split('\n')
    for (const name of packages.keys()) expect(files).toContain(`/licences/${name}.gz`)
    expect(files).toContain('/licences/common/GPL-2.gz')
  })

  it('has a file tree that cpio can read, all of root', () => {
    const iso = path.join(built, 'lab-linux.iso')
    const archive = execFileSync('isoinfo', ['-R', '-x', '/boot/initrd.img', '-i', iso], { maxBuffer: 1e8 })
    const lines = execFileSync('cpio', ['-itv', '--quiet'], { input: archive, encoding: 'utf8' }).trim().split('\n')
    expect(lines.filter((line) => !/^\S+\s+\d+ root\s+root /.test(line))).toEqual([])
    const names = execFileSync('cpio', ['-it', '--quiet'], { input: archive, encoding: 'utf8' }).split('\n')
    for (const name of ['init', 'bin/mke2fs', 'bin/qemu-ga', 'bin/stress', 'lib/ld-linux.so.2', 'etc/inittab']) {
      expect(names).toContain(name)
    }
  })

  it('is left as it was where packages cannot be fetched, and apt says why', async () => {
    writeFileSync(path.join(folder, 'lab-linux.iso'), 'the old image')
    vi.stubEnv('VIRIDIAN_CACHE', path.join(folder, 'cache'))
    vi.stubEnv('VIRIDIAN_DEBIAN_MIRROR', 'http://127.0.0.1:9/debian')
    await expect(makeGuest({ output: folder, progress: quiet })).rejects.toThrow(/127\.0\.0\.1:9/)
    expect(readdirSync(folder).sort()).toEqual(['cache', 'lab-linux.iso'])
    expect(readFileSync(path.join(folder, 'lab-linux.iso'), 'utf8')).toBe('the old image')
  })

  it('says plainly that it needs apt, and what to do without', async () => {
    const empty = path.join(folder, 'empty')
    mkdirSync(empty)
    vi.stubEnv('PATH', empty)
    vi.stubEnv('VIRIDIAN_CACHE', path.join(folder, 'cache'))
    const failure = makeGuest({ output: folder, progress: quiet })
    await expect(failure).rejects.toBeInstanceOf(GuestUnavailable)
    await expect(failure).rejects.toThrow(/apt-get is not on this computer.*32-bit ISO/s)
  })
})
