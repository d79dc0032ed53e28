import type { EventCode } from '#shared/event.ts'
import { openAccessKeyRecord, type AccessKeyRecord } from './access-keys/access-keys.ts'
import { EventFiles } from './event-files.ts'
import { eventsFolder, jobsFolder } from './home.ts'
import { HostClock, type TimeSource } from './host-clock.ts'
import { readHostId } from './host-id.ts'
import { JobHistory } from './jobs/job-history.ts'
import { processKey, readOwnKey, sessionKey } from './own-key.ts'
import { PageSessions } from './page-sessions.ts'
import { KeptPreferences } from './preferences.ts'
import { openRemoteHostRecord, type RemoteHostRecord } from './remote-hosts/remote-hosts.ts'
import { SettingsFile } from './settings/settings-file.ts'

/** What earlier hosts of the data folder have left behind. */
export interface Records {
  readonly id: string
  readonly events: EventFiles
  readonly history: JobHistory
  readonly settings: SettingsFile
  readonly clock: HostClock
  readonly preferences: KeptPreferences
  readonly pages: PageSessions
  readonly processKey: Buffer
  readonly accessKeys: AccessKeyRecord
  readonly remoteHosts: RemoteHostRecord
}

/** Rejects with what the system says where the data folder cannot be read at all. */
export async function openRecords(
  home: string,
  { isWritable, time }: { isWritable: boolean; time: TimeSource | undefined },
): Promise<Records> {
  const [id, events, history, settings, clock, preferences, ofSessions, ofProcesses, accessKeys, remoteHosts] =
    await Promise.all([
      readHostId(home),
      EventFiles.open(eventsFolder(home), undefined, { isWritable }),
      JobHistory.open(jobsFolder(home), { isWritable }),
      SettingsFile.open(home),
      HostClock.open(home, time),
      KeptPreferences.open(home),
      readOwnKey(home, sessionKey),
      readOwnKey(home, processKey),
      openAccessKeyRecord(home),
      openRemoteHostRecord(home),
    ])
  const pages = new PageSessions(ofSessions, () => clock.now())
  const keys = { pages, processKey: ofProcesses, accessKeys, remoteHosts }
  return { id, events, history, settings, clock, preferences, ...keys }
}

/** The event, with its facts, for each record that cannot be used. */
export function unusableRecords({
  settings,
  accessKeys,
  remoteHosts,
}: Pick<Records, 'settings' | 'accessKeys' | 'remoteHosts'>): { code: EventCode; file: string; detail: string }[] {
  return [
    { code: 'HOST_SETTINGS_UNUSABLE' as const, record: settings },
    { code: 'ACCESS_KEYS_UNUSABLE' as const, record: accessKeys },
    { code: 'REMOTE_HOSTS_UNUSABLE' as const, record: remoteHosts },
  ].flatMap(({ code, record: { path, problem } }) => (problem === null ? [] : [{ code, file: path, detail: problem }]))
}
