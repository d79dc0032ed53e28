import { floppyCapacities } from '#shared/floppy.ts'
import { createFloppy, inspectFloppy, type FloppyFacts } from '#electron/disks/tools/floppy.ts'
import { files } from './disk-files.ts'
import { diskUsage, newFile, parseFloppySize } from './disk-values.ts'
import type { DiskTexts } from './messages/disk-texts.ts'
import type { Output } from './output.ts'
import { formatDetails } from './table.ts'

/** Makes the image of a floppy disk, of 1.44 MB where no size is given. `kinds` are options that only hard disks have. */
export async function createFloppyDisk(
  output: Output,
  texts: DiskTexts,
  name: string,
  size: string | undefined,
  kinds: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [flag] = Object.keys(kinds).filter((kind) => kinds[kind] !== undefined)
  if (flag !== undefined) throw diskUsage(texts.usage.notForFloppies(flag))
  const capacity = size === undefined ? floppyCapacities['1.44M'] : parseFloppySize(texts, size)
  const file = await newFile(name)
  await createFloppy(files, file, capacity)
  const facts = await inspectFloppy(files, file)
  output.result(
    floppyDocument(facts),
    texts.created(file, texts.floppy.type, texts.floppy.capacity(facts.name, facts.capacity)),
  )
}

export async function inspectFloppyDisk(output: Output, texts: DiskTexts, file: string): Promise<void> {
  const facts = await inspectFloppy(files, file)
  const { details, floppy } = texts
  const document = floppyDocument(facts)
  output.result(
    document,
    formatDetails([
      [details.file, facts.path],
      [details.type, floppy.type],
      [details.capacity, floppy.capacity(facts.name, facts.capacity)],
      [details.fileSystem, facts.fileSystem ?? floppy.noFileSystem],
      [details.modified, document.modified],
    ]),
  )
}

/** As programs read it. */
function floppyDocument({ path, type, capacity, fileSystem, modified }: FloppyFacts) {
  return { path, type, capacity, fileSystem, modified: new Date(modified).toISOString() }
}
