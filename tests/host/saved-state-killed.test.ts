import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createFixed } from '#electron/disks/tools/create.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { forkLauncher } from '#electron/engines/fork-launcher.ts'
import { openHost } from '#electron/host/open-host.ts'
import { bootSector, countOnDisk } from '#tests/fixtures/boot-disc.ts'
import { bundleScript } from '#tests/fixtures/bundle-script.ts'
import { makeRandom } from '#tests/unit/rfb/scene.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const rounds = 12
/** What the guest adds each time it is started anew. */
const aStart = 1_000_000

interface Said {
  readonly state?: string
  readonly launched?: number
  readonly begun?: string
  readonly done?: string
  readonly failure?: string | null
}

/** A host in a process of its own, with one machine. */
class Holder {
  readonly child: ChildProcess
  readonly #lines: AsyncIterator<string>
  machinePid = 0

  constructor(script: string, home: string) {
    this.child = spawn(process.execPath, [script, home, JSON.stringify(builtResources)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    if (this.child.stdout === null) throw new Error('no output')
    this.#lines = createInterface(this.child.stdout)[Symbol.asyncIterator]()
  }

  /** The next thing it says that has the key; null where it ended before. */
  async says(key: keyof Said): Promise<Said | null> {
    for (;;) {
      const line = await this.#lines.next()
      if (line.done === true) return null
      const said = JSON.parse(line.value) as Said
      if (said.launched !== undefined) this.machinePid = said.launched
      if (key in said) return said
    }
  }

  give(command: 'start' | 'save'): void {
    this.child.stdin?.write(`${command}\n`)
  }

  async kill(): Promise<void> {
    const exited = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await exited
  }
}

/** What was saved in time is gone by itself. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

describe.skipIf(process.platform === 'win32')('a machine that is killed while it is saved or restored', () => {
  it('is saved or off, never both, and goes on only from what its disk is', async () => {
    const random = makeRandom(20_081_027)
    const folder = await temporaryFolder()
    const home = path.join(folder, 'home')
    const disk = path.join(folder, 'disk.vhd')
    await mkdir(home)
    await createFixed(nodeDiskFiles, disk, 3 * 2 ** 20)
    const file = await open(disk, 'r+')
    await file.write(bootSector(countOnDisk), 0, 512, 0)
    await file.close()
    const script = await bundleScript('saved-state-holder', folder)
    const setUp = await openHost({ home, launcher: forkLauncher, resources: builtResources })
    const machine = await setUp.machines.create({
      name: 'counter',
      memory: 16,
      dvd: { kind: 'none' },
      disk: { kind: 'existing', path: disk },
    })
    await setUp.machines.configure(machine.id, { settings: { automaticStart: { action: 'nothing', delay: 0 } } })
    await setUp.close()

    const counted = async () => (await readFile(disk)).readUInt32LE(512)
    const counts = async () => {
      const before = await counted()
      while ((await counted()) === before) await delay(10)
    }
    const seen = { saved: 0, off: 0 }
    let state = 'Off'
    for (let round = 0; round < rounds; round++) {
      const holder = new Holder(script, home)
      expect((await holder.says('state'))?.state).toBe(state)
      const before = await counted()
      const killsMachine = random() % 2 === 0
      const interrupt = async (longest: number) => {
        await delay(random() % longest)
        if (!killsMachine) return
        killIfThere(holder.machinePid)
        await holder.says('done')
      }
      // Every other round the restoring is interrupted, where there is something to be restored.
      holder.give('start')
      if (state === 'Saved' && round % 2 === 0) {
        await holder.says('launched')
        await interrupt(600)
      } else {
        expect(await holder.says('done')).toMatchObject({ failure: null })
        await counts()
        const starts = Math.floor((await counted()) / aStart) - Math.floor(before / aStart)
        expect(starts).toBe(state === 'Saved' ? 0 : 1)
        expect(await counted()).toBeGreaterThan(before)
        holder.give('save')
        await holder.says('begun')
        await interrupt(1500)
      }
      await holder.kill()

      const host = await openHost({ home, launcher: forkLauncher, resources: builtResources })
      const after = host.machines.list()[0]
      const files = await readdir(machine.folder)
      const kinds = files.map((name) => name.replace(/^saved-state-.*\./, 'saved-state.')).sort()
      const kept = after?.state === 'Saved' ? ['saved-state.bin', 'saved-state.png'] : []
      expect(kinds).toEqual(['machine.json', ...kept])
      expect(['Off', 'Saved']).toContain(after?.state)
      state = after?.state ?? ''
      if (state === 'Saved') {
        expect(after?.fault).toBeNull()
        seen.saved += 1
      } else {
        // The host that told of a killed process is gone, and with it what it told.
        if (!killsMachine) expect(after?.fault).toMatchObject({ code: 'HOST_ENDED' })
        seen.off += 1
      }
      await host.close()
    }
    expect(seen.saved).toBeGreaterThan(0)
    expect(seen.off).toBeGreaterThan(0)
  })
})
