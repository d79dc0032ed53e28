import type { BlockDevice } from '../block-device.ts'
import { roundUp } from '../bytes.ts'
import { headerSize, serializeHeader, type DynamicHeader } from './dynamic-header.ts'
import { footerSize, serializeFooter, type Footer } from './footer.ts'
import type { VhdStructure } from './structure.ts'

/**
 * Gives a dynamic or differencing disk another header and footer, and what the header refers to: `addition` is put at
 * the position the `header` function is told. A header is two sectors, and writing it over the old one could leave half
 * of each. So it is written twice: to the end of the file first, where a footer - a single sector - makes it the valid
 * one, and then, when nothing refers to it any more, in the old one's place. After a power failure at any moment the
 * disk has the old header or the new.
 */
export async function replaceHeader(
  device: BlockDevice,
  structure: VhdStructure,
  addition: Uint8Array,
  change: (additionPosition: number) => { readonly header: DynamicHeader; readonly footer: Footer },
): Promise<void> {
  const home = structure.footer.headerPosition ?? footerSize
  const additionPosition = roundUp(structure.fileSize, 512)
  const draft = additionPosition + roundUp(addition.byteLength, 512)
  const end = draft + headerSize
  const { header, footer } = change(additionPosition)
  const headerBytes = serializeHeader(header)

  await device.write(additionPosition, addition)
  await device.write(draft, headerBytes)
  await device.flush()
  await writeFooters(device, end, serializeFooter({ ...footer, headerPosition: draft }))
  await device.write(home, headerBytes)
  await device.flush()
  const final = serializeFooter({ ...footer, headerPosition: home })
  await writeFooters(device, end, final)
  // Nothing refers to the draft any more, so the file can end where it began.
  await device.write(draft, final)
  await device.flush()
  await device.truncate(draft + footerSize)
  await device.flush()
}

/** Both copies, of which at least one is whole at any moment. */
export async function writeFooters(device: BlockDevice, end: number, footer: Uint8Array): Promise<void> {
  await device.write(end, footer)
  await device.flush()
  await device.write(0, footer)
  await device.flush()
}
