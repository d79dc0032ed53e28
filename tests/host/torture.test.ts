import { expect, it } from 'vitest'
import { bundleScript } from '#tests/fixtures/bundle-script.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { torture } from '#tests/torture/torture.ts'
import { makeRandom } from '#tests/unit/rfb/scene.ts'

/** `npm run torture` does the same for longer. */
const kills = 25

it.skipIf(process.platform === 'win32')(
  'machines and hosts that are killed at any instant are found as they were, or as they should be',
  async () => {
    const folder = await temporaryFolder()
    const random = makeRandom(20_081_126)
    const tally = await torture({
      folder,
      script: await bundleScript('../torture/holder', folder),
      resources: builtResources,
      kills,
      random: (below) => Math.floor((random() / 2 ** 32) * below),
    })
    expect(tally.hosts).toBe(kills)
    expect(tally.engines).toBeGreaterThan(0)
    expect(tally.records).toBeGreaterThan(0)
    expect(tally.hostile).toBeGreaterThan(0)
    expect(tally.works.size).toBeGreaterThan(5)
  },
)
