import type { TrashTexts } from './trash-texts.ts'

export const trashEn: TrashTexts = {
  group: 'deleted virtual machines',
  descriptions: {
    list: 'list the deleted virtual machines that can be restored',
    restore: 'make a deleted virtual machine again; of several of one name, the one deleted last',
    empty: 'remove all deleted virtual machines for good; asks first on a terminal',
  },
  nameArgument: 'name or id of the deleted virtual machine',
  options: {
    keepDisks: 'keep the virtual hard disks in its folder: they are moved to “disks” in the data folder',
    permanently: 'remove it at once, so that it cannot be restored',
  },
  columns: { name: 'Name', deleted: 'Deleted', expires: 'Removed for good', folder: 'Folder it had' },
  isEmpty: 'The trash is empty.',
  deleted: (name, days) =>
    `“${name}” has been deleted. For ${days} days “npx viridian trash restore "${name}"” brings it back.`,
  deletedForGood: (name) => `“${name}” has been deleted for good.`,
  confirmDelete: (name, days) => `Delete the virtual machine “${name}”? It can be restored for ${days} days. [y/N] `,
  confirmForGood: (name) =>
    `Delete the virtual machine “${name}” for good, with its folder and the disks in it that are not kept? [y/N] `,
  confirmEmpty: (count) => `Remove ${count} deleted virtual machines for good? [y/N] `,
  keptDisks: (files) => `Kept: ${files.join(', ')}`,
  restored: (name) => `“${name}” has been restored.`,
  emptied: (count) => `Deleted virtual machines removed for good: ${count}.`,
}
