import { chmod } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { examineHost } from '#electron/host/doctor/examine-host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

it.skipIf(process.platform === 'win32')('a data folder that others can write to is found', async () => {
  const home = await temporaryFolder()
  const codes = async () => (await examineHost(home, [], [])).map(({ code }) => code)
  await chmod(home, 0o755)
  expect(await codes()).not.toContain('DATA_FOLDER_OPEN')
  for (const mode of [0o720, 0o702]) {
    await chmod(home, mode)
    expect(await codes()).toContain('DATA_FOLDER_OPEN')
  }
})
