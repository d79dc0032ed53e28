// @ts-check
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { readOwnFiles } from './initramfs.mjs'
import * as recipe from './recipe.mjs'

const recipeFolder = path.dirname(fileURLToPath(import.meta.url))

/** Deterministic: Node's gzip writes no time and no name. @param {Uint8Array} data */
const compress = (data) => gzipSync(data, { level: 9 })

/** The parts of one template: remembers which packages it takes files from. */
export class TemplateParts {
  /**
   * @param {import('./unpacked.mjs').Unpacked} unpacked
   * @param {{ keeps: string }} texts `keeps`: what the greeting says of what is written
   */
  constructor(unpacked, { keeps }) {
    this.files = unpacked.files.untouched()
    this.kernelImage = unpacked.kernelImage
    /** Of everything in the image, seconds since 1970. */
    this.time = Number(process.env['SOURCE_DATE_EPOCH'] ?? this.files.newest)
    this.kernel = this.files.takeKernel()
    const debian = this.files.takeDebianVersion()
    this.version = `Debian ${debian}, Linux ${this.kernel.version}`
    this.values = {
      NAME: recipe.name,
      PRETTY_NAME: `${recipe.name} (${this.version})`,
      VERSION: this.version,
      VERSION_ID: debian,
      COMMAND_LINE: recipe.kernelCommandLine.join(' '),
      KEEPS: keeps,
    }
  }

  /** @param {string} folder of the recipe */
  ownFiles(folder) {
    return readOwnFiles(path.join(recipeFolder, folder), this.values)
  }

  /**
   * What an ISO 9660 file system needs to boot the guest.
   * @param {Buffer} initialRamDisk
   * @returns {Promise<Map<string, Uint8Array>>}
   */
  async bootFiles(initialRamDisk) {
    /** @type {Map<string, Uint8Array>} */
    const contents = new Map()
    for (const [name, data] of this.files.takeBootLoader()) contents.set(`isolinux/${name}`, data)
    for (const [name, { data }] of await this.ownFiles('iso')) contents.set(`isolinux/${name}`, data)
    contents.set('boot/vmlinuz', this.kernelImage)
    contents.set('boot/initrd.img', initialRamDisk)
    return contents
  }

  /** The licences of all that was taken so far. @returns {Map<string, Uint8Array>} path -> text, compressed */
  licences() {
    /** @type {Map<string, Uint8Array>} */
    const texts = new Map()
    for (const [name, data] of this.files.takeCommonLicences()) texts.set(`common/${name}.gz`, compress(data))
    for (const { name, copyright } of this.files.usedPackages()) texts.set(`${name}.gz`, compress(copyright))
    return texts
  }
}
