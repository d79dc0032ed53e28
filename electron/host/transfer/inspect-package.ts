import type { Machine } from '#shared/machine.ts'
import type { ImportFacts } from '#shared/transfer.ts'
import type { EngineRegistry } from '#electron/engines/registry.ts'
import { nameKey } from '../folder-name.ts'
import { discOf, type Discs } from './adopt-states.ts'
import { sameDiscs } from './import-package.ts'
import { openPackage } from './package-source.ts'

/** What an import would bring, told without reading all of it. Rejects with PACKAGE_UNUSABLE and a `DiskError`. */
export async function inspectPackage(
  file: string,
  machines: readonly Pick<Machine, 'id' | 'name'>[],
  discs: Discs,
  engines: EngineRegistry,
  signal: AbortSignal,
): Promise<ImportFacts> {
  const { format, manifest, files } = await openPackage(file)
  await files.close()
  const { machine, program, exportedAt, snapshots, hasState, states, templates, missingMedia } = manifest
  const same = await sameDiscs(manifest, discs, signal)
  const missingTemplates = templates.flatMap(({ name }) => (discOf(same, name) === undefined ? [name] : []))
  return {
    format,
    name: machine.name,
    id: machine.id,
    size: manifest.files.reduce((sum, { size }) => sum + size, 0),
    snapshots,
    hasState,
    version: program,
    exportedAt,
    nameTaken: machines.some(({ name }) => nameKey(name) === nameKey(machine.name)),
    idTaken: machines.some(({ id }) => id === machine.id),
    missingTemplates,
    missingMedia,
    stateFits:
      states === null ||
      (missingTemplates.length === 0 && engines.all.some((engine) => engine.states.version === states)),
  }
}
