import path from 'node:path'
import type { ConfigureHost, HostSettings } from '#shared/host-settings.ts'
import type { Change } from '#shared/host.ts'
import type { EventLog } from '../event-log.ts'
import type { MachineCollection } from '../machine-collection.ts'
import type { MachineRegistry } from '../machine-registry.ts'
import type { MachineStore } from '../machine-store.ts'
import { settingsChanges } from '../settings-changes.ts'
import type { Trash } from '../trash.ts'
import { rootsOf, type HostFolders } from './host-folders.ts'
import { requireReadableFolder, requireWritableFolder } from './require-folder.ts'
import type { SettingsFile } from './settings-file.ts'

export interface SettingsServices {
  readonly file: SettingsFile
  readonly folders: HostFolders
  readonly store: MachineStore
  readonly machines: MachineCollection
  readonly registry: Pick<MachineRegistry, 'folders'>
  readonly trash: Trash
  readonly events: EventLog
  readonly publish: (change: Change) => void
}

/** The host's own settings: changes them, and lets the host follow. */
export class HostSettingsKeeper {
  readonly #services: SettingsServices
  #changes: Promise<unknown> = Promise.resolve()

  constructor(services: SettingsServices) {
    this.#services = services
  }

  get value(): HostSettings {
    return this.#services.folders.settings
  }

  /**
   * Changes what is asked for, or nothing. Machines in folders that are searched now are there at once, those in folders that
   * are not any more are forgotten; none is moved. Throws INPUT_INVALID, FOLDER_UNUSABLE, SETTINGS_UNUSABLE and STORAGE_FAILED.
   */
  configure(changes: ConfigureHost): Promise<void> {
    return this.#inTurn(() => this.#configure(changes))
  }

  /**
   * A folder to make a machine in, which is searched from now on. Throws as `configure` does; `field` of the input named it.
   */
  keepFolder(named: string, field: string): Promise<string> {
    return this.#inTurn(async () => {
      const folder = await requireWritableFolder(named, field)
      if (!this.#services.folders.all.includes(folder)) {
        await this.#configure({ searchPaths: [...this.value.searchPaths, folder] })
      }
      return folder
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#changes.then(work)
    this.#changes = turn.catch(() => undefined)
    return turn
  }

  async #configure(changes: ConfigureHost): Promise<void> {
    const { file, folders, store, machines, trash, events, publish } = this.#services
    file.requireUsable()
    const before = this.value
    const after = await this.#checked(changes)
    const changed = settingsChanges(shown(before), shown(after))
    if (changed.length === 0) return
    const [old, now] = [rootsOf(folders.home, before), rootsOf(folders.home, after)]
    const gone = old.filter((root) => !now.includes(root))
    machines.requireAtRest(gone)
    if (after.machinesFolder !== before.machinesFolder) await store.claim(after.machinesFolder)
    await file.save(after)
    folders.settings = after
    await machines.forget(gone)
    const added = now.filter((root) => !old.includes(root))
    await machines.load(added)
    await trash.look()
    publish({ type: 'hostSettings', settings: after })
    events.add('HOST_SETTINGS_CHANGED', null, {}, changed)
    for (const [root, detail] of store.unreachable) {
      if (added.includes(root)) events.add('FOLDER_NOT_REACHABLE', null, { path: root, detail })
    }
  }

  /** What was there already is not looked at: its drive may not be connected now. */
  async #checked(changes: ConfigureHost): Promise<HostSettings> {
    const { folders, registry } = this.#services
    const before = this.value
    const folder = async (name: 'machinesFolder' | 'disksFolder') => {
      const wished = changes[name]
      if (wished === undefined || path.resolve(wished) === before[name]) return before[name]
      return requireWritableFolder(wished, name)
    }
    const [machinesFolder, disksFolder] = [await folder('machinesFolder'), await folder('disksFolder')]
    const searchPaths = new Set<string>()
    for (const wished of changes.searchPaths ?? before.searchPaths) {
      const isKnown = before.searchPaths.includes(path.resolve(wished))
      searchPaths.add(isKnown ? path.resolve(wished) : await requireReadableFolder(wished, 'searchPaths'))
    }
    // The machines in the folder of before are the host's as they were.
    const left = before.machinesFolder
    const isLeft = left !== machinesFolder && left !== folders.own
    if (isLeft && registry.folders().some((each) => path.dirname(each) === left)) searchPaths.add(left)
    return { machinesFolder, disksFolder, searchPaths: [...searchPaths] }
  }
}

/** A list is told as a whole: what comes after a path that is removed has not changed. */
function shown({ searchPaths, ...folders }: HostSettings) {
  return { ...folders, searchPaths: searchPaths.join(path.delimiter) }
}
