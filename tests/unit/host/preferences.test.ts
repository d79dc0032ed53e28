import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { KeptPreferences } from '#electron/host/preferences.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

it('keeps preferences for the next host, for the eyes of their owner alone', async () => {
  const home = await temporaryFolder()
  const kept = await KeptPreferences.open(home)
  await Promise.all([kept.keep('layout', '{"tree":false}'), kept.keep('locale', '"de"')])
  expect((await KeptPreferences.open(home)).values).toEqual({ layout: '{"tree":false}', locale: '"de"' })
  expect((await stat(path.join(home, 'preferences.json'))).mode & 0o077).toBe(0)
})

it.each(['', '{"layout":', '{"layout":1}', '{"__proto__":{"x":1}}'])(
  'begins anew where the file says %s',
  async (text) => {
    const home = await temporaryFolder()
    await writeFile(path.join(home, 'preferences.json'), text)
    const kept = await KeptPreferences.open(home)
    expect(kept.values).toEqual({})
    await kept.keep('locale', '"en"')
    expect(JSON.parse(await readFile(path.join(home, 'preferences.json'), 'utf8'))).toEqual({ locale: '"en"' })
  },
)

it('does not grow without an end', async () => {
  const kept = await KeptPreferences.open(await temporaryFolder())
  for (const first of 'abcdefghijklm') for (const last of 'abcdefghijklm') await kept.keep(first + last, '1')
  expect(Object.keys(kept.values)).toHaveLength(50)
})
