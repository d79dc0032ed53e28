import type { Amount, AmountName, EngineFacts } from '#shared/engine.ts'
import { ViridianError } from '#shared/errors.ts'
import type { Hardware } from '#shared/hardware.ts'

/** What is to be powered on, as far as engines limit it. */
export type Wanted = { readonly name: string } & Readonly<Omit<Hardware, 'drives' | 'floppy'>>

/** Throws ENGINE_LIMIT where a machine wants more, or less, than its engine gives. */
export function requireWithinEngine(machine: Wanted, { name: engine, capabilities }: EngineFacts): void {
  const require = (what: AmountName, wanted: number) => {
    const { minimum, maximum, reason }: Amount = capabilities[what]
    if (wanted >= minimum && wanted <= maximum) return
    throw new ViridianError('ENGINE_LIMIT', { name: machine.name, engine, what, wanted, minimum, maximum, reason })
  }
  require('memory', machine.memory)
  require('processors', machine.processors)
  require('scsiControllers', machine.scsiControllers)
  require('networkAdapters', machine.adapters.length)
  require('serialPorts', machine.serialPorts.length)
}
