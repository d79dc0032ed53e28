import { describe, expect, it } from 'vitest'
import { selectModules, withoutSignature } from '#build/guest/kernel-modules.mjs'

/** A 32-bit ELF object with a section .modinfo and nothing else. */
function moduleFile(info: string[]): Buffer {
  const names = Buffer.from('\0.modinfo\0.shstrtab\0')
  const data = Buffer.from(info.map((entry) => `${entry}\0`).join(''))
  const header = Buffer.alloc(52)
  header.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1])
  const table = 52 + data.length + names.length
  header.writeUInt32LE(table, 32)
  header.writeUInt16LE(40, 46)
  header.writeUInt16LE(3, 48)
  header.writeUInt16LE(2, 50)
  const section = (name: number, type: number, offset: number, size: number) => {
    const bytes = Buffer.alloc(40)
    bytes.writeUInt32LE(name, 0)
    bytes.writeUInt32LE(type, 4)
    bytes.writeUInt32LE(offset, 16)
    bytes.writeUInt32LE(size, 20)
    return bytes
  }
  return Buffer.concat([
    header,
    data,
    names,
    section(0, 0, 0, 0),
    section(1, 1, 52, data.length),
    section(10, 3, 52 + data.length, names.length),
  ])
}

const signatureOf = (length: number) => {
  const info = Buffer.alloc(12)
  info.writeUInt32BE(length, 8)
  return Buffer.concat([Buffer.alloc(length, 1), info, Buffer.from('~Module signature appended~\n')])
}

const available = new Map([
  ['kernel/fs/ext4/ext4.ko', moduleFile(['depends=jbd2,mbcache', 'alias=fs-ext4'])],
  ['kernel/fs/jbd2/jbd2.ko', moduleFile(['depends=mbcache'])],
  ['kernel/fs/mbcache.ko', Buffer.concat([moduleFile(['depends=']), signatureOf(300)])],
  ['kernel/drivers/net/ne2k-pci.ko', moduleFile(['depends=', 'alias=pci:v000010ECd00008029sv*'])],
  ['kernel/sound/soundcore.ko', moduleFile(['depends='])],
])

describe('selectModules', () => {
  const chosen = selectModules(available, ['ext4', 'ne2k-pci'])

  it('takes modules with all that they depend on, and no others', () => {
    expect([...chosen.keys()].sort()).toEqual([
      'kernel/drivers/net/ne2k-pci.ko',
      'kernel/fs/ext4/ext4.ko',
      'kernel/fs/jbd2/jbd2.ko',
      'kernel/fs/mbcache.ko',
      'modules.alias',
      'modules.dep',
    ])
  })

  it('lists what each needs, to be loaded from the last to the first', () => {
    const lines = chosen.get('modules.dep')?.toString().trim().split('\n')
    expect(lines).toContain('kernel/fs/ext4/ext4.ko: kernel/fs/jbd2/jbd2.ko kernel/fs/mbcache.ko')
    expect(lines).toContain('kernel/fs/mbcache.ko:')
  })

  it('lists aliases under names with underscores', () => {
    expect(chosen.get('modules.alias')?.toString().split('\n')).toContain('alias pci:v000010ECd00008029sv* ne2k_pci')
  })

  it('says which module the kernel does not have', () => {
    expect(() => selectModules(available, ['nothing'])).toThrow('nothing')
  })
})

describe('withoutSignature', () => {
  it('cuts a signature off and leaves an unsigned module as it is', () => {
    const bare = moduleFile(['depends='])
    expect(withoutSignature(Buffer.concat([bare, signatureOf(700)])).equals(bare)).toBe(true)
    expect(withoutSignature(bare)).toBe(bare)
  })
})
