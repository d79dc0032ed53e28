import type { DiskFacts } from '#shared/disk.ts'
import { formatSize } from '#shared/format.ts'
import { i18n, locale } from '../../i18n/index.ts'
import { splitPath, type PathHost } from '../fields/host-path.ts'

/** A disk in one line: `lab.vhd: Dynamically expanding, 127 GB`. */
export function useDiskText(host: PathHost): (disk: DiskFacts) => string {
  const { t } = i18n.global
  return ({ path, type, capacity }) =>
    t('disks.editDisk.disk', {
      name: splitPath(path, host).name,
      type: t(`disks.types.${type}`),
      capacity: formatSize(capacity, locale.value),
    })
}
