import type { EventLevel } from '#shared/event.ts'
import type { Finding, FindingCode } from '#shared/finding.ts'

const levels: Readonly<Record<FindingCode, EventLevel>> = {
  CONFIGURATION_UNUSABLE: 'Critical',
  ENGINE_MISSING: 'Critical',
  DISK_UNUSABLE: 'Critical',
  DISK_DAMAGED: 'Critical',
  DISK_PARENT_MISSING: 'Critical',
  MEDIA_MISSING: 'Warning',
  STATE_MISSING: 'Warning',
  STATE_DAMAGED: 'Warning',
  SNAPSHOT_PARENT_MISSING: 'Critical',
  CURRENT_SNAPSHOT_MISSING: 'Critical',
  SNAPSHOT_INCOMPLETE: 'Warning',
  FILE_LEFT_OVER: 'Warning',
  // They may be what a killed host left; where they are missed, what misses them is found, too.
  FILES_SET_ASIDE: 'Information',
  LEFT_ALONE: 'Warning',
  ACCESS_KEYS_UNUSABLE: 'Warning',
  REMOTE_HOSTS_UNUSABLE: 'Warning',
  SETTINGS_UNUSABLE: 'Critical',
  FOLDER_NOT_REACHABLE: 'Warning',
  RESOURCE_MISSING: 'Critical',
  // Nothing is wrong with a host without them.
  TEMPLATE_NOT_BUILT: 'Information',
  DISK_SPACE_LOW: 'Warning',
  DATA_FOLDER_OPEN: 'Warning',
}

export function found(code: FindingCode, facts: Finding['facts'] = {}, machineName: string | null = null): Finding {
  return { code, level: levels[code], machineName, facts }
}
