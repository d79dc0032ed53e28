import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
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

  it('is ended by the next host, another process of that number is not', async () => {
    const first = await openTestHost()
    const orphan = await livingProcess()
    const bystander = await livingProcess()
    const notes = {
      orphan: orphan.identity,
      bystander: { pid: bystander.identity.pid, started: bystander.identity.started.replace(/\d+$/, '1') },
    }
    for (const [name, engine] of Object.entries(notes)) {
      const { id, folder } = await first.host.machines.create({ name, dvd: { kind: 'none' } })
      await first.host.machines.configure(id, { settings: { automaticStart: { action: 'nothing', delay: 0 } } })
      const marker = { machineId: id, since: new Date().toISOString(), engine }
      await writeFile(path.join(folder, 'running.json'), JSON.stringify(marker))
    }
    await first.host.close()

    const ended = once(orphan.child, 'exit')
    const { host } = await openTestHost({ home: first.home })
    if (process.platform !== 'win32') expect(await ended).toEqual([null, 'SIGKILL'])
    expect(bystander.child.exitCode ?? bystander.child.signalCode).toBeNull()
    const { snapshot } = await follow(host)
    expect(
      unaskedEvents(snapshot.events)
        .map(({ code, machineName }) => `${code} ${machineName}`)
        .sort(),
    ).toEqual(['HOST_ENDED bystander', 'HOST_ENDED orphan'])
    for (const { folder } of snapshot.machines) expect(await readdir(folder)).toEqual(['machine.json'])
    bystander.child.stdin.end()
  })
})
