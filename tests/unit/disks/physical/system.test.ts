import { describe, expect, it } from 'vitest'
import { physicalDisksOf, type Questions } from '#electron/disks/physical/system.ts'

/** A system that answers these questions and no others. */
function system(answers: Record<string, string | string[]>): Questions {
  const answer = (question: string) => {
    const said = answers[question]
    return typeof said === 'string' ? Promise.resolve(said) : Promise.reject(new Error(`asked ${question}`))
  }
  return {
    read: answer,
    list: (folder) => Promise.resolve((answers[folder] ?? []) as string[]),
    run: (...words) => answer(words.join(' ')),
  }
}

describe('Linux', () => {
  const block = '/sys/class/block'
  const disk = {
    [`${block}/sda`]: ['dev', 'size', 'queue', 'sda1', 'sda2'],
    [`${block}/sda2/holders`]: ['dm-0'],
    [`${block}/sda/size`]: '41943040\n',
    [`${block}/sda/dev`]: '8:0\n',
    [`${block}/sda1/dev`]: '8:1\n',
    [`${block}/sda2/dev`]: '8:2\n',
    [`${block}/dm-0/dev`]: '253:0\n',
    '/proc/swaps': 'Filename\t\t\t\tType\n',
  }
  const mountOf = (number: string, source: string) =>
    `22 1 ${number} / / rw,relatime shared:1 - ext4 ${source} rw\n23 22 0:5 / /dev rw - devtmpfs udev rw\n`
  const disksWhere = (more: Record<string, string>) => physicalDisksOf('linux', system({ ...disk, ...more }))

  it('counts 512 bytes a sector', async () => {
    expect(await disksWhere({}).size('/dev/sda')).toBe(20 * 1024 ** 3)
    const raid = { [`${block}/cciss!c0d0/size`]: '8\n' }
    expect(await disksWhere(raid).size('/dev/cciss/c0d0')).toBe(4096)
  })

  it.each([
    ['the disk itself', '8:0', '/dev/sda'],
    ['a partition', '8:1', '/dev/root'],
    ['what is made of a partition', '253:0', '/dev/mapper/root'],
    ['a file system of several devices', '0:41', '/dev/sda1'],
  ])('sees that %s is mounted', async (_, number, source) => {
    const disks = disksWhere({ '/proc/self/mountinfo': mountOf(number, source) })
    expect(await disks.isMounted('/dev/sda')).toBe(true)
  })

  it('sees what is swapped to, and nothing of other disks', async () => {
    const other = { '/proc/self/mountinfo': mountOf('8:16', '/dev/sdb') }
    expect(await disksWhere(other).isMounted('/dev/sda')).toBe(false)
    const swap = { ...other, '/proc/swaps': 'Filename Type\n/dev/sda2  partition 1 0 -2\n' }
    expect(await disksWhere(swap).isMounted('/dev/sda')).toBe(true)
  })
})

describe('macOS', () => {
  const plist = (inside: string) => `<plist version="1.0"><dict>${inside}</dict></plist>`
  const info = '/usr/sbin/diskutil info -plist /dev/rdisk2'
  const list = '/usr/sbin/diskutil list -plist /dev/rdisk2'

  it('is asked by diskutil', async () => {
    const size = plist('<key>IOKitSize</key>\n<integer>1</integer><key>Size</key>\n\t<integer>8004304896</integer>')
    const disks = physicalDisksOf('darwin', system({ [info]: size }))
    expect(await disks.size('/dev/rdisk2')).toBe(8_004_304_896)
    expect(await disks.knows('/dev/rdisk99')).toBe(false)
    expect(await disks.knows('/dev/null')).toBe(false)
  })

  it.each([
    ['<key>MountPoint</key>\n<string>/Volumes/STICK</string>', true],
    ['<key>Content</key><string>Apple_APFS</string>', true],
    ['<key>Content</key><string>Windows_NTFS</string>', false],
  ])('of %s', async (inside, mounted) => {
    const disks = physicalDisksOf('darwin', system({ [list]: plist(inside) }))
    expect(await disks.isMounted('/dev/rdisk2')).toBe(mounted)
  })
})

describe('Windows', () => {
  const drive = String.raw`\\.\PhysicalDrive1`
  const shell = 'powershell.exe -NoProfile -NonInteractive -Command'

  it('is asked by PowerShell', async () => {
    const partitions = '@(Get-Partition -DiskNumber 1 -ErrorAction Ignore | Where-Object DriveLetter).Count'
    const answers = { [`${shell} (Get-Disk -Number 1).Size`]: '8004304896\r\n', [`${shell} ${partitions}`]: '2\r\n' }
    const disks = physicalDisksOf('win32', system(answers))
    expect(await disks.size(drive)).toBe(8_004_304_896)
    expect(await disks.isMounted(drive)).toBe(true)
  })

  it.each([
    [drive, true],
    [String.raw`\\.\physicaldrive0`, true],
    [String.raw`\\.\PhysicalDrive1; calc`, false],
    [String.raw`C:\disks\a.vhd`, false],
  ])('%s', async (name, known) => expect(await physicalDisksOf('win32', system({})).knows(name)).toBe(known))
})
