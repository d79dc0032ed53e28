// @ts-check
import { decompressXz } from './deb.mjs'
import { PackageFiles } from './guest-files.mjs'
import { uncompressedKernel } from './kernel.mjs'

/**
 * What the templates are made of. Unpacking takes most of the time, so it is done once for all of them.
 * @typedef {{ files: PackageFiles, kernelImage: Buffer }} Unpacked
 */

/** @param {string[]} archives files of Debian packages @returns {Promise<Unpacked>} */
export async function unpack(archives) {
  const files = await PackageFiles.read(archives)
  return { files, kernelImage: await uncompressedKernel(files.takeKernel().image, decompressXz) }
}
