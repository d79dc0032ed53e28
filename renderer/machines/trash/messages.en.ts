/** Texts about deleted machines. */
export const trashEn = {
  action: 'Deleted Virtual Machines…',
  ask: {
    title: 'Delete Virtual Machine',
    text: 'Are you sure you want to delete the virtual machine “{name}”? It can be restored for {days} days.',
    disks: 'Delete the virtual hard disks in its folder too',
    disksHint:
      'Else they are moved to {folder}, or from another volume to a folder beside the virtual machine. Disks and disc images elsewhere are kept in any case.',
    confirm: 'Delete',
    cancel: 'Don’t Delete',
  },
  notice: { text: '“{name}” has been deleted.', undo: 'Undo', dismiss: 'Dismiss' },
  title: 'Deleted Virtual Machines',
  intro: 'Deleted virtual machines can be restored for {days} days; then they are removed for good.',
  none: 'There are no deleted virtual machines.',
  columns: { name: 'Name', deletedAt: 'Deleted', expiresAt: 'Removed for good' },
  restore: 'Restore',
  restoreOf: 'Restore {name}',
  remove: 'Remove',
  removeOf: 'Remove {name} for good',
  empty: 'Remove All',
  sure: {
    title: 'Remove for Good',
    one: 'Remove the deleted virtual machine “{name}” for good, with the disks that were deleted with it?',
    all: 'Remove all deleted virtual machines for good, with the disks that were deleted with them?',
    confirm: 'Remove',
    cancel: 'Don’t Remove',
  },
}

export type TrashMessages = typeof trashEn
