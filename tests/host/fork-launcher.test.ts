import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { forkLauncher } from '#electron/engines/fork-launcher.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

it('messages that come together are heard one after the other, with all that comes of each, the exit last', async () => {
  const folder = await temporaryFolder()
  const [script, sent] = [path.join(folder, 'child.mjs'), path.join(folder, 'sent')]
  await writeFile(
    script,
    `import { writeFileSync } from 'node:fs'
     process.on('message', () => {
       for (let count = 1; count < 3; count++) process.send(count)
       process.send(3, () => { writeFileSync(${JSON.stringify(sent)}, ''); process.disconnect() })
     })`,
  )
  const child = await forkLauncher.launch(script, { title: 'test' })
  const heard: string[] = []
  child.onMessage((message) => {
    heard.push(`message ${String(message)}`)
    const awaited = async () => {
      for (let step = 0; step < 5; step++) await Promise.resolve()
      heard.push(`what came of ${String(message)}`)
    }
    void awaited()
  })
  const ended = new Promise<void>((resolve) => {
    child.onExit(() => {
      heard.push('exit')
      resolve()
    })
  })
  child.post('go')
  await new Promise(setImmediate)
  // Everything is there before this thread looks.
  while (!existsSync(sent)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
  await ended
  expect(heard).toEqual([1, 2, 3].flatMap((count) => [`message ${count}`, `what came of ${count}`]).concat('exit'))
})
