import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { copyFile, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { decode } from 'fast-png'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { minimumMemory } from '#shared/hardware.ts'
import { bootedFromDisc } from '#tests/fixtures/booted-lab.ts'
import { bootDisc, tripleFault } from '#tests/fixtures/boot-disc.ts'
import { readClocks, showClocks } from '#tests/fixtures/clock-guest.ts'
import { bundleScript } from '#tests/fixtures/bundle-script.ts'
import { labDisc, PoweredOn, type SerialReader } from '#tests/fixtures/powered-on.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { until } from '#tests/fixtures/patience.ts'

const prompt = /lab-linux:\S*# /

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a machine with the lab guest', () => {
  let on: PoweredOn
  let com1: SerialReader

  beforeAll(async () => {
    on = await PoweredOn.start({ dvd: labDisc, machineId: 'a-machine' })
    com1 = await on.serial()
    await com1.read(prompt)
    await on.screenShows('lab-linux:')
  })
  afterAll(() => on.machine.turnOff())

  test('shows typed text on its screen', async () => {
    await on.machine.type("echo typed-$((6 * 7)) '!@#$%^&*()_+{}|:<>?~'\n")
    await on.screenShows('typed-42 !@#$%^&*()_+{}|:<>?~\n')
  })

  test('has a picture of its screen with what its text says', async () => {
    const { width, height, png } = await on.machine.screenImage()
    const picture = decode(png)
    expect([picture.width, picture.height]).toEqual([width, height])
    // A text screen with a prompt has a background and letters, and the letters are the lesser part.
    const shades = new Map<number, number>()
    for (let pixel = 0; pixel < picture.data.length; pixel += picture.channels) {
      const shade = picture.data[pixel] ?? 0
      shades.set(shade, (shades.get(shade) ?? 0) + 1)
    }
    const [most = 0, ...others] = [...shades.values()].sort((a, b) => b - a)
    expect(shades.size).toBeGreaterThan(1)
    expect(most).toBeGreaterThan(others.reduce((sum, count) => sum + count, 0))
  })

  test('tells every new viewer of COM1 what was said before', async () => {
    await com1.run('echo said-before')
    const late = await on.serial()
    expect(await late.read(/said-before\r\n/)).toContain('Linux')
    late.stream.destroy()
    await com1.read(prompt)
  })

  test('takes a large file over COM1 without losing a byte', async () => {
    const lines = Array.from(
      { length: 4000 },
      (_, index) => `${index} ${createHash('sha256').update(`${index}`).digest('hex')}`,
    )
    const file = `${lines.join('\n')}\n`
    com1.stream.write('stty -echo; cat > /tmp/file; stty echo; sha256sum /tmp/file\n')
    com1.stream.write(file)
    com1.stream.write('\x04')
    const sum = createHash('sha256').update(file).digest('hex')
    expect(await com1.read(/[0-9a-f]{64} {2}\/tmp\/file/)).toContain(sum)
    await com1.read(prompt)
  })

  test('has the network address of its id, the port its agent looks for, and 128 MB', async () => {
    const mac = createHash('sha256').update('a-machine').digest('hex').slice(0, 6).match(/../g)
    expect(await com1.run('cat /sys/class/net/*/address')).toContain(`00:15:5d:${mac?.join(':')}`)
    expect(await com1.run('cat /sys/class/virtio-ports/vport*/name')).toContain('org.qemu.guest_agent.0')
    const memory = /MemTotal:\s+(\d+) kB/.exec(await com1.run('cat /proc/meminfo'))
    expect(Number(memory?.[1])).toBeGreaterThan(100_000)
    expect(Number(memory?.[1])).toBeLessThan(128 * 1024)
    await com1.read(prompt)
  })

  test('measures work and rest', async () => {
    /** The next sample but one: the one to come began before now. */
    const nextCpu = async () => {
      const count = on.samples.length
      await on.until(() => on.samples.length >= count + 2)
      return on.samples.at(-1)?.cpu ?? NaN
    }
    com1.stream.write('while :; do :; done\n')
    while ((await nextCpu()) < 80);
    com1.stream.write('\x03')
    while ((await nextCpu()) > 20);
    expect(on.samples.at(-1)?.resident).toBeGreaterThan(50 * 2 ** 20)
    await com1.read(prompt)
  })

  test('stands still while paused and goes on where it was', async () => {
    com1.stream.write('i=0; while :; do i=$((i + 1)); echo count $i; usleep 50000; done\n')
    await com1.read(/count 20\r\n/)
    await on.machine.pause()
    const counted = on.samples.length
    await on.until(() => on.samples.length >= counted + 3)
    expect(on.samples.at(-1)?.cpu).toBe(0)
    await on.machine.resume()
    await com1.read(/count 40\r\n/)
    com1.stream.write('\x03')
    await com1.read(prompt)
  })

  test('boots again after a reset', async () => {
    await on.machine.reset()
    await com1.read(/Linux[^]*lab-linux:\S*# /)
    expect(await com1.run('echo alive')).toContain('alive')
    await com1.read(prompt)
  })

  test('boots again after Ctrl+Alt+Delete', async () => {
    await on.machine.secureAttention()
    await com1.read(/Linux[^]*lab-linux:\S*# /)
  })

  test('goes off when its guest switches itself off', async () => {
    com1.stream.write('poweroff\n')
    await on.until(() => on.reasons.length > 0)
    expect(on.reasons).toEqual([{ kind: 'guest' }])
    await expect(on.machine.screenText()).rejects.toThrow('off')
    expect(on.faults).toEqual([])
  })
})

describe('a machine without a disc', () => {
  const running: PoweredOn[] = []
  async function start(options: Parameters<typeof PoweredOn.start>[0] = {}): Promise<PoweredOn> {
    const on = await PoweredOn.start({ memory: 16, ...options })
    running.push(on)
    return on
  }
  afterEach(async () => {
    vi.unstubAllEnvs()
    for (const on of running.splice(0)) await on.machine.turnOff()
  })

  test('says on its screen that nothing can be booted', async () => {
    const on = await start()
    await on.screenShows('No bootable device.')
    expect(on.samples.length).toBeGreaterThan(0)
  })

  test('is reported killed when its process is killed, and leaves nothing behind', async () => {
    // Apart from those of machines that others start meanwhile.
    vi.stubEnv('TMPDIR', await temporaryFolder())
    const left = () => readdirSync(tmpdir()).filter((name) => existsSync(path.join(tmpdir(), name, 'channels')))
    const on = await start()
    expect(left()).toHaveLength(1)
    process.kill(on.machine.pid, 'SIGKILL')
    await on.until(() => on.reasons.length > 0)
    expect(on.reasons).toEqual([{ kind: 'killed', signal: 'SIGKILL' }])
    expect(left()).toEqual([])
  })

  test.runIf(process.platform !== 'win32')('is reported hung when its process stands still', async () => {
    const on = await start()
    await on.until(() => on.samples.length > 0)
    process.kill(on.machine.pid, 'SIGSTOP')
    await on.until(() => on.reasons.length > 0)
    expect(on.reasons).toMatchObject([{ kind: 'hung' }])
    expect(isAlive(on.machine.pid)).toBe(false)
  })

  test('does not outlive its host', async () => {
    const script = await bundleScript('engine-holder', await temporaryFolder())
    const holder = spawn(process.execPath, [script, JSON.stringify(builtResources)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(createInterface(holder.stdout), 'line')) as [string]
    const { machinePid } = JSON.parse(line) as { machinePid: number }
    expect(isAlive(machinePid)).toBe(true)
    holder.kill('SIGKILL')
    await until(() => !isAlive(machinePid))
  })

  test('does not notice when another one is killed', async () => {
    const [one, other] = [await start(), await start()]
    process.kill(one.machine.pid, 'SIGKILL')
    await one.until(() => one.reasons.length > 0)
    await other.screenShows('SeaBIOS')
    expect(other.reasons).toEqual([])
  })

  test('refuses text no key types and then still types', async () => {
    const on = await start()
    await on.screenShows('SeaBIOS')
    await expect(on.machine.type('naïve')).rejects.toMatchObject({ code: 'TEXT_NOT_TYPABLE' })
    await on.machine.type('x')
  })
})

test('a machine of the least memory boots', async () => {
  const disc = path.join(await temporaryFolder(), 'clocks.iso')
  await writeFile(disc, bootDisc(showClocks))
  const on = await PoweredOn.start({ dvd: disc, memory: minimumMemory })
  const { counter } = await readClocks(on)
  expect(counter).toBeGreaterThan(0n)
  await on.machine.turnOff()
})

test('a guest whose processor faults is reset, reported, and given up when it never gets better', async () => {
  const disc = path.join(await temporaryFolder(), 'fault.iso')
  await writeFile(disc, bootDisc(tripleFault))
  const on = await PoweredOn.start({ dvd: disc, memory: 16 })
  await on.until(() => on.reasons.length > 0)
  expect(on.faults.length).toBeGreaterThan(1)
  expect(new Set(on.faults)).toEqual(new Set(['triple fault']))
  expect(on.reasons).toEqual([{ kind: 'crashed', detail: expect.stringContaining('faults again') as string }])
  expect(isAlive(on.machine.pid)).toBe(false)
})

describe('a disc that fails', () => {
  test('cannot be started from a file that is not there', async () => {
    await expect(PoweredOn.start({ dvd: '/nowhere/disc.iso' })).rejects.toThrow('/nowhere/disc.iso')
  })

  test('gives the guest an I/O error where the file was cut while in use', async () => {
    const disc = path.join(await temporaryFolder(), 'cut.iso')
    await copyFile(labDisc, disc)
    const on = await bootedFromDisc()
    try {
      const com1 = await on.serial()
      await on.machine.ejectMedia('ide1:0')
      await on.machine.insertMedia('ide1:0', disc)
      await com1.run('until dd if=/dev/sr0 of=/dev/null count=1; do sleep 1; done')
      await truncate(disc, 4096 * 1024)
      expect(await com1.run('dd if=/dev/sr0 of=/dev/null bs=1M skip=10 count=1 2>&1')).toContain('Input/output error')
      expect(await com1.run('dd if=/dev/sr0 of=/dev/null bs=1M count=1 2>&1')).toMatch(/1\+0 records out/)
      expect(on.reasons).toEqual([])
    } finally {
      await on.machine.turnOff()
    }
  })
})
