import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { identify } from '#electron/host/process-identity.ts'
import { FakeEngine } from '#tests/fixtures/fake-engine.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { unaskedEvents } from '#tests/fixtures/unasked-events.ts'

async function livingProcess() {
  // It ends by itself with us: its standard input closes.
  const script = 'process.stdin.on("end", () => process.exit()).resume(); console.log("up")'
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  return { child, identity: await identify(child.pid ?? 0) }
}

describe("a machine's process that outlived its host", () => {
  it('is noted while the machine is on', async () => {
    const { child, identity } = await livingProcess()
    const engine = new FakeEngine()
    engine.pid = identity.pid
    const { host } = await openTestHost({ engine })
    const { id, folder } = await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
    await host.machines.start(id)
    expect(JSON.parse(await readFile(path.join(folder, 'running.json'), 'utf8'))).toMatchObject({
      machineId: id,
      engine: identity,
    })
    child.stdin.end()
  })

  it('is ended by the next host where a host of the data folder has noted it there, and no other process is', async () => {
    const engine = new FakeEngine()
    const first = await openTestHost({ engine })
    const orphan = await livingProcess()
    const bystander = await livingProcess()
    const named = async (name: string, pid: number, change: (marker: string, id: string) => string) => {
      const { id, folder } = await first.host.machines.create({ name, dvd: { kind: 'none' } })
      await first.host.machines.configure(id, {
        settings: { automaticStart: { action: 'nothing', delay: 0 }, automaticStop: 'turnOff' },
      })
      engine.pid = pid
      await first.host.machines.start(id)
      const file = path.join(folder, 'running.json')
      const marker = await readFile(file, 'utf8')
      await first.host.machines.turnOff(id)
      return () => writeFile(file, change(marker, id))
    }
    const { pid, started } = bystander.identity
    const later = (marker: string) => marker.replace(started, started.replace(/\d+$/, '1'))
    const notes = [
      await named('orphan', orphan.identity.pid, (marker) => marker),
      await named('later', pid, later),
      // As somebody writes it who may write to the folder, and as they find it in another one.
      await named('forged', pid, (_, machineId) => JSON.stringify({ machineId, since: '', engine: { pid, started } })),
    ]
    const elsewhere = await named('elsewhere', pid, (marker) => marker)
    await elsewhere()
    const { folder: from } = first.host.machines.list().find(({ name }) => name === 'elsewhere') ?? { folder: '' }
    const moved = path.join(path.dirname(from), 'moved')
    await first.host.close()
    await rename(from, moved)
    for (const note of notes) await note()

    const ended = once(orphan.child, 'exit')
    const { host } = await openTestHost({ home: first.home })
    if (process.platform !== 'win32') expect(await ended).toEqual([null, 'SIGKILL'])
    expect(bystander.child.exitCode ?? bystander.child.signalCode).toBeNull()
    const { snapshot } = await follow(host)
    expect(
      unaskedEvents(snapshot.events)
        .map(({ code, machineName }) => `${code} ${machineName}`)
        .sort(),
    ).toEqual(['HOST_ENDED elsewhere', 'HOST_ENDED forged', 'HOST_ENDED later', 'HOST_ENDED orphan'])
    for (const { folder } of snapshot.machines) expect(await readdir(folder)).toEqual(['machine.json'])
    bystander.child.stdin.end()
  })
})
