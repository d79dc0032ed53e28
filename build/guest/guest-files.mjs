// @ts-check
import { packageIdentity, packageTime, readPackage } from './deb.mjs'
import { licencesIn } from './licences.mjs'
import { programs } from './recipe.mjs'

/** @typedef {import('./tar.mjs').TarNode} TarNode */

/**
 * @typedef {object} GuestPackage
 * @property {string} name
 * @property {string} version
 * @property {string} source Debian source package
 * @property {string} licence
 * @property {Buffer} copyright its copyright file
 */

const BOOT_LOADER = ['usr/lib/ISOLINUX/isolinux.bin', 'usr/lib/syslinux/modules/bios/ldlinux.c32']
const DISK_BOOT_CODE = { disk: 'usr/lib/syslinux/mbr/mbr.bin', partition: 'usr/lib/ISOLINUX/isohdppx.bin' }
const LIBRARY = /^(?:usr\/)?lib\/(?:i386-linux-gnu\/)?[^/]+\.so(?:\.[\d.]+)?$/
const KERNEL = /^boot\/vmlinuz-(?<version>.+)$/
const MODULE = /^lib\/modules\/[^/]+\/(?<path>kernel\/.+\.ko)$/
const COPYRIGHT = /^usr\/share\/doc\/[^/]+\/copyright$/
const COMMON_LICENCE = /^usr\/share\/common-licenses\//
const DEBIAN_VERSION = 'etc/debian_version'

/** @param {string} path */
const isWanted = (path) =>
  programs.includes(path) ||
  BOOT_LOADER.includes(path) ||
  Object.values(DISK_BOOT_CODE).includes(path) ||
  path === DEBIAN_VERSION ||
  [LIBRARY, KERNEL, MODULE, COPYRIGHT, COMMON_LICENCE].some((pattern) => pattern.test(path))

/** The files of the packages, as one tree, that remembers which package each came from. */
export class PackageFiles {
  constructor() {
    /** @type {Map<string, { node: TarNode, owner: string }>} */
    this.files = new Map()
    /** @type {Map<string, Omit<GuestPackage, 'licence' | 'copyright'> & { time: number }>} */
    this.packages = new Map()
    /** Names of packages that a file was taken from. @type {Set<string>} */
    this.used = new Set()
  }

  /** @param {string[]} archives files of Debian packages */
  static async read(archives) {
    const all = new PackageFiles()
    for (const archive of archives) {
      const identity = await packageIdentity(archive)
      all.packages.set(identity.name, { ...identity, time: await packageTime(archive) })
      for (const [path, node] of await readPackage(archive, isWanted)) {
        all.files.set(path, { node, owner: identity.name })
      }
    }
    return all
  }

  /** The same files, none taken yet. */
  untouched() {
    const copy = new PackageFiles()
    copy.files = this.files
    copy.packages = this.packages
    return copy
  }

  /** When the newest package was built, seconds since 1970. */
  get newest() {
    return Math.max(...[...this.packages.values()].map(({ time }) => time))
  }

  /**
   * @param {string} path
   * @returns {TarNode & { path: string }}
   */
  take(path) {
    const found = this.files.get(path)
    if (found === undefined) throw new Error(`None of the packages has ${path}.`)
    this.used.add(found.owner)
    return { ...found.node, path }
  }

  /**
   * @param {string} path may be a symbolic link, followed here
   * @returns {{ mode: number, data: Buffer }}
   */
  takeFile(path) {
    const node = this.take(path)
    if (node.type === 'file') return node
    const folder = path.slice(0, path.lastIndexOf('/'))
    const target = new URL(node.target, `file:///${folder}/`).pathname.slice(1)
    return this.takeFile(decodeURIComponent(target))
  }

  /** @param {string} name such as `libc.so.6` */
  takeLibrary(name) {
    const path = [...this.files.keys()].find((each) => LIBRARY.test(each) && each.endsWith(`/${name}`))
    if (path === undefined) throw new Error(`None of the packages has the library ${name}.`)
    return this.takeFile(path)
  }

  takeBootLoader() {
    return new Map(BOOT_LOADER.map((path) => [path.slice(path.lastIndexOf('/') + 1), this.takeFile(path).data]))
  }

  /**
   * SYSLINUX's code for the first sector of a disk, which starts that of the active partition, and ISOLINUX's code for the
   * first sector of a partition with an ISO 9660 file system.
   */
  takeDiskBootCode() {
    return { disk: this.takeFile(DISK_BOOT_CODE.disk).data, partition: this.takeFile(DISK_BOOT_CODE.partition).data }
  }

  /** @returns {{ version: string, image: Buffer, modules: Map<string, Buffer> }} */
  takeKernel() {
    /** @type {Map<string, Buffer>} */
    const modules = new Map()
    for (const [path, { node }] of this.files) {
      const name = MODULE.exec(path)?.groups?.['path']
      if (name !== undefined && node.type === 'file') modules.set(name, node.data)
    }
    const path = [...this.files.keys()].find((each) => KERNEL.test(each)) ?? 'boot/vmlinuz'
    const { data } = this.takeFile(path)
    return { version: KERNEL.exec(path)?.groups?.['version'] ?? '', image: data, modules }
  }

  /** @returns {string} Debian's release number, such as `12.15` */
  takeDebianVersion() {
    return this.takeFile(DEBIAN_VERSION).data.toString().trim()
  }

  /** @returns {Map<string, Buffer>} file name -> text */
  takeCommonLicences() {
    const paths = [...this.files.keys()].filter((path) => COMMON_LICENCE.test(path))
    return new Map(paths.map((path) => [path.slice(path.lastIndexOf('/') + 1), this.takeFile(path).data]))
  }

  /**
   * The packages that files were taken from, by name.
   * @returns {GuestPackage[]}
   */
  usedPackages() {
    return [...this.used].sort().map((name) => {
      const identity = this.packages.get(name)
      if (identity === undefined) throw new Error(`${name} is not among the packages.`)
      const { data: copyright } = this.takeFile(`usr/share/doc/${name}/copyright`)
      const { version, source } = identity
      return { name, version, source, licence: licencesIn(copyright.toString()), copyright }
    })
  }
}
