import type { TrashTexts } from './trash-texts.ts'

export const trashDe: TrashTexts = {
  group: 'gelöschte virtuelle Computer',
  descriptions: {
    list: 'die gelöschten virtuellen Computer auflisten, die sich wiederherstellen lassen',
    restore:
      'einen gelöschten virtuellen Computer wiederherstellen; von mehreren gleichen Namens den zuletzt gelöschten',
    empty: 'alle gelöschten virtuellen Computer endgültig entfernen; fragt am Terminal vorher',
  },
  nameArgument: 'Name oder Kennung des gelöschten virtuellen Computers',
  options: {
    keepDisks: 'die virtuellen Festplatten in seinem Ordner behalten: Sie kommen nach „disks“ im Datenordner',
    permanently: 'sofort entfernen, sodass er sich nicht wiederherstellen lässt',
  },
  columns: { name: 'Name', deleted: 'Gelöscht', expires: 'Endgültig entfernt', folder: 'Bisheriger Ordner' },
  isEmpty: 'Der Papierkorb ist leer.',
  deleted: (name, days) =>
    `„${name}“ wurde gelöscht. ${days} Tage lang holt „npx viridian trash restore "${name}"“ ihn zurück.`,
  deletedForGood: (name) => `„${name}“ wurde endgültig gelöscht.`,
  confirmDelete: (name, days) =>
    `Den virtuellen Computer „${name}“ löschen? Er lässt sich ${days} Tage lang wiederherstellen. [j/N] `,
  confirmForGood: (name) =>
    `Den virtuellen Computer „${name}“ endgültig löschen, mit seinem Ordner und den Festplatten darin, die nicht behalten werden? [j/N] `,
  confirmEmpty: (count) => `${count} gelöschte virtuelle Computer endgültig entfernen? [j/N] `,
  keptDisks: (files) => `Behalten: ${files.join(', ')}`,
  restored: (name) => `„${name}“ wurde wiederhergestellt.`,
  emptied: (count) => `Endgültig entfernte virtuelle Computer: ${count}.`,
}
