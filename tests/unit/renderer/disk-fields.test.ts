// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { isFullPath, joinPath, splitPath, withExtension, withoutExtension } from '#renderer/disks/fields/host-path.ts'
import { nameRefusal, sizeRefusal } from '#renderer/disks/fields/refusal.ts'
import { bytesOf, sizeOf, sizeText } from '#renderer/fields/size.ts'
import { reportOf } from '#renderer/disks/jobs/check-result.ts'
import { percentOf } from '#shared/job.ts'
import { largestDiskCapacity, smallestDiskCapacity, type DiskFinding } from '#shared/disk.ts'

const linux = { platform: 'linux', home: '/home/viridian' }
const windows = { platform: 'win32', home: 'C:\\Viridian' }

describe('a path on the host', () => {
  it.each([
    [linux, '/disks', 'lab.vhd', '/disks/lab.vhd'],
    [linux, '/', 'lab.vhd', '/lab.vhd'],
    [windows, 'C:\\disks', 'lab.vhd', 'C:\\disks\\lab.vhd'],
    [windows, 'C:\\', 'lab.vhd', 'C:\\lab.vhd'],
    [windows, '\\\\server\\share', 'lab.vhd', '\\\\server\\share\\lab.vhd'],
  ])('is put together, and taken apart again, as its system writes it', (host, folder, name, path) => {
    expect(joinPath(folder, name, host)).toBe(path)
    expect(splitPath(path, host)).toEqual({ folder, name })
  })

  it('is full where it names all its folders', () => {
    expect(isFullPath('/disks/lab.vhd', linux)).toBe(true)
    expect(isFullPath('C:\\lab.vhd', linux)).toBe(false)
    expect(isFullPath('lab.vhd', linux)).toBe(false)
    expect(isFullPath('c:/lab.vhd', windows)).toBe(true)
    expect(isFullPath('\\\\.\\PhysicalDrive1', windows)).toBe(true)
    expect(isFullPath('C:lab.vhd', windows)).toBe(false)
  })

  it('gets the extension it lacks', () => {
    expect(withExtension('/a/lab', ['.vhd'])).toBe('/a/lab.vhd')
    expect(withExtension('/a/LAB.VHD', ['.vhd'])).toBe('/a/LAB.VHD')
    expect(withExtension('/a/lab.raw', ['.img', '.raw'])).toBe('/a/lab.raw')
    expect(withoutExtension('/a.b/lab.vhd')).toBe('/a.b/lab')
    expect(withoutExtension('/a.b/lab')).toBe('/a.b/lab')
  })

  it.each(['', '   ', 'a/b.vhd', 'a:b', 'a.'])('does not end in the name %j', (name) => {
    expect(nameRefusal(name)).not.toBeNull()
  })
})

describe('a size', () => {
  it('is bytes in whole sectors', () => {
    expect(bytesOf({ amount: 127, unit: 'GB' })).toBe(127 * 2 ** 30)
    expect(bytesOf({ amount: 1.44, unit: 'MB' })).toBe(2949 * 512)
    expect(bytesOf({ amount: '', unit: 'GB' })).toBeNull()
  })

  it('is shown as one would type it', () => {
    expect(sizeOf(2 ** 31)).toEqual({ amount: 2, unit: 'GB' })
    expect(sizeOf(2 ** 20 * 1500)).toEqual({ amount: 1500, unit: 'MB' })
    expect(sizeOf(2 ** 20 * 5 + 512)).toEqual({ amount: 6, unit: 'MB' })
    expect(sizeText(largestDiskCapacity)).toBe('2040 GB')
  })

  it('has the limits of the format, and is larger than what is expanded', () => {
    expect(sizeRefusal({ amount: 2040, unit: 'GB' })).toBeNull()
    expect(sizeRefusal({ amount: 3, unit: 'MB' })).toBeNull()
    const limits = { minimum: smallestDiskCapacity, maximum: largestDiskCapacity }
    for (const amount of [2041, 0, -1, '' as const]) {
      expect(sizeRefusal({ amount, unit: 'GB' })).toEqual({ kind: 'size', ...limits })
    }
    expect(sizeRefusal({ amount: 2, unit: 'GB' }, 2 ** 31)?.kind).toBe('sizeLarger')
    expect(sizeRefusal({ amount: 2049, unit: 'MB' }, 2 ** 31)).toBeNull()
  })
})

describe('what a check found', () => {
  const lost: DiskFinding = { code: 'SPACE_LOST', size: 512 }
  const overlap: DiskFinding = { code: 'BLOCKS_OVERLAP', block: 1, other: 2, position: 3 }

  it('can be repaired, reconnected, or is beyond help', () => {
    expect(reportOf({ findings: [], repaired: [] })).toEqual({
      findings: [],
      canRepair: false,
      canReconnect: false,
      isHopeless: false,
    })
    expect(reportOf({ findings: [lost, overlap], repaired: [] })).toMatchObject({ canRepair: true, isHopeless: true })
    const gone: DiskFinding = { code: 'PARENT_NOT_FOUND', path: '/disks/child.vhd', parent: 'base.vhd' }
    expect(reportOf({ findings: [gone], repaired: [] })).toMatchObject({ canRepair: false, canReconnect: true })
  })

  it('is told apart from what is repaired by its facts: they came over a transport', () => {
    const report = reportOf({ findings: [lost, overlap], repaired: [{ ...lost }] })
    expect(report.findings.map(({ repaired }) => repaired)).toEqual([true, false])
    expect(report.canRepair).toBe(false)
  })
})

describe('how far a job is', () => {
  it('is done only when it has ended', () => {
    expect(percentOf({ progress: 0.439, state: 'Running' })).toBe(43)
    expect(percentOf({ progress: 1, state: 'Running' })).toBe(99)
    expect(percentOf({ progress: 1, state: 'Completed' })).toBe(100)
  })
})
