// @ts-check
import { createHash } from 'node:crypto'
import { composeDisk } from './disk.mjs'
import { packCpio } from './cpio.mjs'
import { composeTree } from './initramfs.mjs'
import * as recipe from './recipe.mjs'
import { composeRootDiskTree } from './root-disk.mjs'
import { TemplateParts } from './template-parts.mjs'
import { loadVhdWriter } from './vhd-writer.mjs'

const name = `${recipe.name}-disk`

/**
 * lab-linux on a hard disk. Its identity changes with what it is made of: a differencing disk must not find another
 * content below it.
 * @type {import('./template.mjs').Template}
 */
export const diskTemplate = {
  name,
  description: {
    en: 'Small Linux to try things with, installed on a hard disk: text console on the screen and on COM1, tools for load, disks and network. What is written is kept.',
    de: 'Kleines Linux zum Ausprobieren, auf einer Festplatte installiert: Textkonsole auf dem Bildschirm und an COM1, Werkzeuge für Last, Datenträger und Netzwerk. Was geschrieben wird, bleibt erhalten.',
  },
  media: 'disk',
  image: `${name}.vhd`,

  async compose(unpacked, fingerprint) {
    // Before the work: it may not be there.
    const { writeVhd } = await loadVhdWriter()
    const parts = new TemplateParts(unpacked, { keeps: 'What is written is kept.' })
    const tree = composeTree(parts.files, parts.kernel, await parts.ownFiles('root'))
    tree.set('boot', { type: 'directory', mode: 0o755 })
    for (const [place, file] of await parts.ownFiles('disk/root')) tree.set(place, { type: 'file', ...file })
    const initialTree = composeRootDiskTree(tree, parts.kernel, await parts.ownFiles('disk/initramfs'))
    const bootFiles = await parts.bootFiles(packCpio(initialTree, { time: parts.time }))
    const bootCode = parts.files.takeDiskBootCode()
    for (const [file, data] of parts.licences())
      tree.set(`usr/share/licences/${file}`, { type: 'file', mode: 0o644, data })
    const packages = parts.files.usedPackages()

    const facts = [fingerprint, parts.time, packages.map(({ name, version }) => [name, version])]
    const id = createHash('sha256').update(JSON.stringify(facts)).digest()
    const { time, version } = parts
    const pieces = composeDisk({ tree, bootFiles, bootCode, id, time })
    const content = { capacity: recipe.diskCapacity, id: uuid(id), time, pieces }
    return { version, packages, write: (file) => writeVhd(file, content) }
  },
}

/** A random-looking UUID of 16 bytes that are not random; RFC 9562 version 8. @param {Buffer} bytes */
function uuid(bytes) {
  const own = Buffer.from(bytes.subarray(0, 16))
  own.writeUInt8((own.readUInt8(6) & 0x0f) | 0x80, 6)
  own.writeUInt8((own.readUInt8(8) & 0x3f) | 0x80, 8)
  return own.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
