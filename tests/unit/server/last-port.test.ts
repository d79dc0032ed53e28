import { createServer } from 'node:net'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { startServer } from '#electron/server/server.ts'
import { FakeHost } from '#tests/fixtures/fake-host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const anyPort = { address: '127.0.0.1', port: 0 }

async function portOfNextHost(home: string): Promise<number> {
  const server = await startServer({ host: new FakeHost(home), listen: anyPort, pages: home })
  await server.close()
  return server.port
}

it('the next host of a data folder has the address of the last', async () => {
  const home = await temporaryFolder()
  const first = await portOfNextHost(home)
  expect(await portOfNextHost(home)).toBe(first)
  expect(await portOfNextHost(await temporaryFolder())).not.toBe(first)
})

it('a host whose last port another program has by now listens on another', async () => {
  const home = await temporaryFolder()
  const port = await portOfNextHost(home)
  const other = createServer().listen(port, '127.0.0.1')
  await once(other, 'listening')
  expect(await portOfNextHost(home)).not.toBe(port)
  other.close()
})
