import path from 'node:path'

/**
 * The descriptor beside a file that is named as the parts of split and flat disks are (`disk-s001.vmdk`, `disk-flat.vmdk`),
 * or null: programs give the parts the descriptor's name with an addition.
 */
export function descriptorNameOf(file: string): string | null {
  const match = /^(.+)-(?:flat|delta|sesparse|ctk|rdmp?|[sf]\d{3,})(\.vmdk)$/i.exec(path.basename(file))
  return match === null ? null : path.join(path.dirname(file), `${match[1] ?? ''}${match[2] ?? ''}`)
}
