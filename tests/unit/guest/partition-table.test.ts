import { describe, expect, it } from 'vitest'
import { masterBootRecord } from '#build/guest/partition-table.mjs'

const megabyte = 1024 ** 2

describe('masterBootRecord', () => {
  const record = masterBootRecord({
    code: Buffer.from([0xeb, 0xfe]),
    signature: 0x12345678,
    partitions: [
      { type: 0x96, position: megabyte, size: 19 * megabyte, active: true },
      { type: 0x83, position: 20 * megabyte, size: 20_000 * megabyte },
    ],
  })

  it('has code, signature and the mark of a record that boots', () => {
    expect(record).toHaveLength(512)
    expect(record.subarray(0, 3)).toEqual(Buffer.from([0xeb, 0xfe, 0]))
    expect(record.readUInt32LE(440)).toBe(0x12345678)
    expect(record.readUInt16LE(510)).toBe(0xaa55)
  })

  it('says where partitions are in sectors, and in geometry as far as that reaches', () => {
    // As fdisk shows it: 0,32,33 to 2,140,10.
    expect(record.subarray(446, 462).toString('hex')).toBe('80202100968c0a020008000000980000')
    expect(record.subarray(462, 478).toString('hex')).toBe('008c0b0283feffff00a0000000007102')
  })

  it('refuses code that would cover the table', () => {
    expect(() => masterBootRecord({ code: Buffer.alloc(441), signature: 0, partitions: [] })).toThrow('does not fit')
  })
})
