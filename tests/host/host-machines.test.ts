import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Duplex } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { identify, isAlive } from '#electron/host/process-identity.ts'
import { bundleScript } from '#tests/fixtures/bundle-script.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { unaskedEvents } from '#tests/fixtures/unasked-events.ts'

/** Collects what comes out of the serial port until the pattern is in it. */
async function readUntil(port: Duplex, pattern: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of port.iterator({ destroyOnReturn: false })) {
    text += (chunk as Buffer).toString('latin1')
    if (pattern.test(text)) return text
  }
  throw new Error(`the port ended before ${String(pattern)} came: ${text.slice(-500)}`)
}

describe('a host with its built-in engine', () => {
  it('runs a real guest through its life, measured', async () => {
    const home = path.join(await temporaryFolder(), 'home')
    const { host, follower, pids } = await realHost(home)
    const { machines } = host
    const dvd = { kind: 'template', template: 'lab-linux' } as const
    const { id, memory } = await machines.create({ name: 'lab', dvd })
    expect(memory).toBe(128)
    await machines.start(id)
    const machineProcess = await identify(pids[0] ?? 0)
    const port = await machines.openChannel(id, 'serial')
    await readUntil(port, /lab-linux:\S*# /)
    port.write('echo $((6 * 7)) $(uname -s)\n')
    await readUntil(port, /^42 Linux/m)
    expect((await machines.screenText(id)).join('\n')).not.toBe('')

    // The guest waits, works and waits again: the figures must tell.
    const samples = () => follower.samples(id)
    const shows = async (figure: (cpu: number) => boolean) => {
      const from = samples().length
      await follower.until(
        () =>
          samples()
            .slice(from)
            .slice(-3)
            .filter(({ cpu }) => figure(cpu)).length === 3,
      )
    }
    await shows((cpu) => cpu < 30)
    port.write('while :; do :; done\n')
    await shows((cpu) => cpu > 60)
    port.write('\x03')
    await shows((cpu) => cpu < 30)
    expect(samples().at(-1)?.resident).toBeGreaterThan(memory * 2 ** 20)

    await machines.pause(id)
    await machines.resume(id)
    port.write('poweroff -f\n')
    await follower.until(() => follower.states(id).at(-1) === 'Off')
    expect(follower.changes).toContainEqual({
      type: 'event',
      event: expect.objectContaining({ code: 'GUEST_POWERED_OFF', machineId: id }) as unknown,
    })
    expect(pids).toHaveLength(1)
    expect(await isAlive(machineProcess)).toBe(false)
    await machines.delete(id)
    expect(await readdir(path.join(home, 'machines'))).toEqual([])
  }, 300_000)

  it.skipIf(process.platform === 'win32')('tells of a killed machine and lets no other notice', async () => {
    const { host, follower, pids } = await realHost(path.join(await temporaryFolder(), 'home'))
    const { machines } = host
    const first = await machines.create({ name: 'first', dvd: { kind: 'none' }, memory: 32 })
    const second = await machines.create({ name: 'second', dvd: { kind: 'none' }, memory: 32 })
    await machines.start(first.id)
    await machines.start(second.id)
    process.kill(pids[0] ?? 0, 'SIGKILL')
    await follower.until(() => follower.states(first.id).at(-1) === 'Off')
    const fault = { code: 'ENGINE_KILLED', level: 'Critical', facts: { signal: 'SIGKILL' } }
    expect(machines.list()).toMatchObject([
      { name: 'first', state: 'Off', fault },
      { name: 'second', state: 'Running', fault: null },
    ])
    await machines.pause(second.id)
    await machines.reset(second.id)
    const from = follower.samples(second.id).length
    await follower.until(() => follower.samples(second.id).length > from)
    await machines.start(first.id)
    expect(machines.list()).toMatchObject([{ state: 'Running', fault: null }, { state: 'Running' }])
  })
})

describe.skipIf(process.platform === 'win32')('a host that is killed', () => {
  it('takes its machines with it, and the next start shows the truth', async () => {
    const folder = await temporaryFolder()
    const home = path.join(folder, 'home')
    await mkdir(home)
    const script = await bundleScript('host-holder', folder)
    const child = spawn(process.execPath, [script, home, JSON.stringify(builtResources)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const said = JSON.parse((await lines.next()).value as string) as { id: string; machinePid: number }
    const machine = await identify(said.machinePid)
    await expect(realHost(home)).rejects.toMatchObject({ name: 'HostInUse', pid: child.pid })

    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
    const { follower } = await realHost(home)
    expect(await isAlive(machine)).toBe(false)
    const event = { code: 'HOST_ENDED', level: 'Critical', machineId: said.id }
    expect(follower.snapshot.machines).toMatchObject([{ id: said.id, state: 'Off', fault: event }])
    expect(unaskedEvents(follower.snapshot.events)).toMatchObject([event])
  })
})
