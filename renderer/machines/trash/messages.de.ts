import type { TrashMessages } from './messages.en.ts'

export const trashDe: TrashMessages = {
  action: 'Gelöschte virtuelle Computer …',
  ask: {
    title: 'Virtuellen Computer löschen',
    text: 'Möchten Sie den virtuellen Computer „{name}“ wirklich löschen? Er lässt sich {days} Tage lang wiederherstellen.',
    disks: 'Auch die virtuellen Festplatten in seinem Ordner löschen',
    disksHint:
      'Sonst kommen sie nach {folder} oder, von einem anderen Volume, in einen Ordner neben dem virtuellen Computer. Festplatten und Abbilder an anderen Orten bleiben in jedem Fall erhalten.',
    confirm: 'Löschen',
    cancel: 'Nicht löschen',
  },
  notice: { text: '„{name}“ wurde gelöscht.', undo: 'Rückgängig', dismiss: 'Ausblenden' },
  title: 'Gelöschte virtuelle Computer',
  intro:
    'Gelöschte virtuelle Computer lassen sich {days} Tage lang wiederherstellen; dann werden sie endgültig entfernt.',
  none: 'Es gibt keine gelöschten virtuellen Computer.',
  columns: { name: 'Name', deletedAt: 'Gelöscht', expiresAt: 'Endgültig entfernt' },
  restore: 'Wiederherstellen',
  restoreOf: '{name} wiederherstellen',
  remove: 'Entfernen',
  removeOf: '{name} endgültig entfernen',
  empty: 'Alle entfernen',
  sure: {
    title: 'Endgültig entfernen',
    one: 'Den gelöschten virtuellen Computer „{name}“ endgültig entfernen, mit den Festplatten, die mit ihm gelöscht wurden?',
    all: 'Alle gelöschten virtuellen Computer endgültig entfernen, mit den Festplatten, die mit ihnen gelöscht wurden?',
    confirm: 'Entfernen',
    cancel: 'Nicht entfernen',
  },
}
