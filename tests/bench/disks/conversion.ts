import { open, rm } from 'node:fs/promises'
import path from 'node:path'
import { openRaw } from '#electron/disks/formats/raw.ts'
import { createNodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { convertDisk } from '#electron/disks/tools/convert.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { round, type Result } from '../result.ts'
import { qemuImg } from './qemu.ts'
import { inTurns, rounds, timed } from './turns.ts'

const MiB = 1024 * 1024
const megabytes = 512

/** Every other stretch of 64 MiB is a hole, as disks that are not full have them. */
const stretch = 64

async function makeImage(file: string): Promise<void> {
  const bytes = new Random(1).bytes(MiB)
  const image = await open(file, 'wx')
  await image.truncate(megabytes * MiB)
  for (let at = 0; at < megabytes; at++) {
    if (Math.floor(at / stretch) % 2 === 0) await image.write(bytes, 0, MiB, at * MiB)
  }
  await image.sync()
  await image.close()
}

/** From a raw image to a dynamic disk. */
export async function conversion(folder: string): Promise<Result[]> {
  const files = createNodeDiskFiles({ mayWait: true })
  const [image, target] = [path.join(folder, 'image.img'), path.join(folder, 'target.vhd')]
  await makeImage(image)
  const removing = async (work: Promise<number>) => {
    const time = await work
    await rm(target)
    return time
  }
  const convert = ['convert', '-f', 'raw', '-O', 'vpc']
  const times = await inTurns({
    viridian: () =>
      removing(
        timed(async () => {
          const source = await openRaw(await files.open(image, 'read'), image)
          await convertDisk(files, source, target, 'dynamic', unattended)
          await source.close()
        }),
      ),
    // Without this it leaves its file in memory, to be lost with the power; the library never does.
    qemu: () => removing(qemuImg(...convert, '-t', 'writeback', image, target)),
    unflushed: () => removing(qemuImg(...convert, image, target)),
    start: () => qemuImg('info', '-f', 'raw', image),
  })
  return [
    {
      bench: 'disks.convert',
      value: round((times.qemu - times.start) / times.viridian, 2),
      unit: 'speed of qemu-img convert -O vpc -t writeback',
      target: { atLeast: 0.8 },
      parts: {
        image: `raw, ${megabytes} MiB, half of it holes`,
        rounds,
        viridianMs: round(times.viridian),
        qemuImgMs: round(times.qemu - times.start),
        qemuImgStartMsLeftOut: round(times.start),
        ending: 'both with the file on stable storage',
        qemuImgMsWithoutFlush: round(times.unflushed - times.start),
      },
    },
  ]
}
