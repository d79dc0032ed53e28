import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A tool and, where it works on a disk that is there, the disk to begin with. */
export type DiskTool =
  { readonly kind: 'newDisk' | 'newFloppy' } | { readonly kind: 'inspect' | 'edit'; readonly path: string | null }

/** Which of the tools for virtual hard disks is open. */
export const useDiskToolsStore = defineStore('disk-tools', () => {
  const open = shallowRef<DiskTool | null>(null)
  return { open }
})
