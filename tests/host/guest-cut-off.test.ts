import { createHash } from 'node:crypto'
import path from 'node:path'
import { expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { checkDisk, isRepairable } from '#electron/disks/tools/check.ts'
import { createDynamic } from '#electron/disks/tools/create.ts'
import { CommandLine } from '#tests/fixtures/command-line.ts'
import { readExt4, repairExt4, toRaw } from '#tests/fixtures/judge.ts'
import { labDisc, PoweredOn } from '#tests/fixtures/powered-on.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** What the guest runs: a record with its checksum at the end of a file, on stable storage before COM1 hears of it. */
const writer = [
  'i=0; while :; do i=$((i + 1)); s=$(echo record $i | md5sum)',
  'echo "record $i $s" | dd of=/mnt/records oflag=append conv=notrunc,fsync 2>/dev/null',
  'echo "safe $i"; done',
].join('; ')

function recordOf(count: number): string {
  return `record ${count} ${createHash('md5').update(`record ${count}\n`).digest('hex')}  -`
}

it('a machine that is killed loses nothing of what its guest knows to be on the disk', async () => {
  const folder = await temporaryFolder()
  const disk = path.join(folder, 'disk.vhd')
  await createDynamic(nodeDiskFiles, disk, 64 * 2 ** 20)
  const on = await PoweredOn.start({ dvd: labDisc, drives: [{ kind: 'disk', at: 'ide0:0', path: disk }] })
  const com1 = await on.shell()
  await com1.run('mke2fs -q -t ext4 /dev/sda && mount /dev/sda /mnt')
  com1.stream.write(`stty -echo; ${writer}\n`)
  let said = await com1.read(/safe 40\r\n/)
  process.kill(on.machine.pid, 'SIGKILL')
  await on.until(() => on.reasons.length > 0)
  // What is still on its way was said before the machine was killed.
  said += await com1.rest()
  const acknowledged = Math.max(...[...said.matchAll(/^safe (\d+)\r$/gm)].map(([, count]) => Number(count)))
  expect(acknowledged).toBeGreaterThanOrEqual(40)

  const { findings } = await checkDisk(nodeDiskFiles, disk, { repair: false })
  expect(findings.filter((finding) => !isRepairable(finding))).toEqual([])
  const checked = await new CommandLine(path.join(folder, 'home')).run('disk', 'check', disk, '--repair')
  expect(checked).toMatchObject({ code: 0, stderr: '' })
  const raw = await toRaw(disk, path.join(folder, 'disk.img'))
  await repairExt4(raw)
  const records = (await readExt4(raw, '/records')).split('\n')
  expect(records.slice(0, acknowledged)).toEqual(
    Array.from({ length: acknowledged }, (_, index) => recordOf(index + 1)),
  )
})
