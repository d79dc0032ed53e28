import type { PoweredOnMachine } from '#electron/engines/engine.ts'
import type { PowerSession } from '../power-session.ts'
import { keepPicture, newSavedState, pictureOf } from '../saved-state.ts'
import { errorText, knownFacts } from '../unexpected.ts'
import type { LiveMachine } from './live-machine.ts'

/** Keeps what the guest is doing and turns the machine off; where that fails, the machine is as before. */
export async function save(machine: LiveMachine): Promise<void> {
  const { session } = machine
  const on = session?.machine ?? null
  if (session === null || on === null) throw machine.conflict('save')
  machine.setState('Saving')
  const file = newSavedState(machine.folder)
  machine.files.plan([file, pictureOf(file)])
  try {
    await keepPicture(on, file)
    await on.save(file)
    if (session.isOver || session.turningOff) throw machine.conflict('save')
  } catch (error) {
    await machine.files.sweep()
    if (session.isOver || session.turningOff) throw machine.conflict('save', error)
    machine.setState(session.settled)
    throw machine.engineFailed(error)
  }
  await keepState(machine, session, on, file)
}

/** What the guest had not saved by itself is lost. */
export async function deleteSavedState(machine: LiveMachine): Promise<void> {
  await machine.files.commit({ ...machine.configuration, savedState: null })
  machine.rest()
  await machine.files.sweep()
}

/** The guest stands still for good and its state is complete. */
async function keepState(
  machine: LiveMachine,
  session: PowerSession,
  on: PoweredOnMachine,
  file: string,
): Promise<void> {
  session.guestEnded = true
  let failure: unknown = null
  try {
    await machine.files.commit({ ...machine.configuration, savedState: file })
  } catch (error) {
    failure = error
    await machine.files.sweep()
  }
  await on.turnOff().catch((error: unknown) => console.error(errorText(error)))
  machine.fault = failure === null ? null : machine.services.events.add('SAVE_FAILED', machine, knownFacts(failure))
  machine.goOff(session)
  if (failure !== null) throw machine.engineFailed(failure)
}
