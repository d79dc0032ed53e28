import type { HostSettingsMessages } from './messages.en.ts'

export const hostSettingsDe: HostSettingsMessages = {
  action: 'Viridian-Einstellungen …',
  title: 'Viridian-Einstellungen für {host}',
  group: 'Server',
  folder: 'Ordner:',
  disks: {
    title: 'Virtuelle Festplatten',
    intro: 'Geben Sie den Standardordner zum Speichern von Dateien virtueller Festplatten an.',
  },
  machines: {
    title: 'Virtuelle Computer',
    intro: 'Geben Sie den Standardordner zum Speichern virtueller Computer an. Vorhandene bleiben, wo sie sind.',
  },
  searchPaths: {
    title: 'Suchpfade',
    intro:
      'Viridian sucht auch in diesen Ordnern: nach virtuellen Computern und nach Dateien, die ohne Ordner genannt werden. Die virtuellen Computer in einem Ordner, der aus dieser Liste entfernt wird, werden vergessen, nicht gelöscht.',
    list: 'Ordner, in denen gesucht wird',
    count: 'Keine Ordner | Ein Ordner | {count} Ordner',
    add: 'Hinzufügen',
    addLabel: 'Ordner, der hinzukommt:',
    remove: 'Entfernen',
  },
}
