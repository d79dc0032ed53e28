// @ts-check
import { writeFile } from 'node:fs/promises'
import { packCpio } from './cpio.mjs'
import { composeTree } from './initramfs.mjs'
import { createIso } from './iso9660.mjs'
import * as recipe from './recipe.mjs'
import { TemplateParts } from './template-parts.mjs'

/** lab-linux on a CD, which runs from memory. @type {import('./template.mjs').Template} */
export const dvdTemplate = {
  name: recipe.name,
  description: {
    en: 'Small Linux to try things with: starts in seconds from CD, text console on the screen and on COM1, tools for load, disks and network. Nothing is kept when it is switched off.',
    de: 'Kleines Linux zum Ausprobieren: startet in Sekunden von CD, Textkonsole auf dem Bildschirm und an COM1, Werkzeuge für Last, Datenträger und Netzwerk. Beim Ausschalten bleibt nichts erhalten.',
  },
  media: 'dvd',
  image: `${recipe.name}.iso`,

  async compose(unpacked) {
    const parts = new TemplateParts(unpacked, { keeps: 'Nothing is kept when it is switched off.' })
    const tree = composeTree(parts.files, parts.kernel, await parts.ownFiles('root'))
    const files = await parts.bootFiles(packCpio(tree, { time: parts.time }))
    for (const [name, data] of parts.licences()) files.set(`licences/${name}`, data)
    const image = createIso({
      volume: recipe.name.toUpperCase().replaceAll('-', '_'),
      publisher: 'VIRIDIAN',
      time: parts.time,
      files,
      boot: { image: 'isolinux/isolinux.bin', catalog: 'isolinux/boot.cat' },
    })
    const write = (/** @type {string} */ file) => writeFile(file, image, { flush: true })
    return { version: parts.version, packages: parts.files.usedPackages(), write }
  },
}
