import type { Locale } from '#shared/messages/index.ts'

export interface HostSettingsTexts {
  readonly description: string
  readonly options: Readonly<Record<'machinesFolder' | 'disksFolder' | 'addSearchPath' | 'removeSearchPath', string>>
  readonly details: Readonly<Record<'machinesFolder' | 'disksFolder' | 'searchPaths', string>>
  readonly none: string
  notASearchPath(folder: string): string
  readonly configured: string
}

const texts: Readonly<Record<Locale, HostSettingsTexts>> = {
  en: {
    description: 'change where the host puts new machines and disks, and where it looks for machines and files',
    options: {
      machinesFolder: 'the folder new machines get theirs in; machines that are there already stay where they are',
      disksFolder: 'the folder for new virtual hard disks',
      addSearchPath:
        'look in this folder, too, for machines, and for files that are named without a folder; repeatable',
      removeSearchPath:
        'do not look in this folder any more: the machines in it are forgotten, not deleted; repeatable',
    },
    details: { machinesFolder: 'New machines in', disksFolder: 'New disks in', searchPaths: 'Search paths' },
    none: 'none',
    notASearchPath: (folder) => `${folder} is not one of the search paths. “npx viridian host show” shows them.`,
    configured: 'The settings of the host have been changed.',
  },
  de: {
    description: 'ändern, wo der Host neue Computer und Festplatten ablegt, und wo er nach Computern und Dateien sucht',
    options: {
      machinesFolder: 'Ordner, in dem neue Computer ihren bekommen; vorhandene bleiben, wo sie sind',
      disksFolder: 'Ordner für neue virtuelle Festplatten',
      addSearchPath:
        'auch in diesem Ordner nach Computern suchen, und nach Dateien, die ohne Ordner genannt werden; mehrfach möglich',
      removeSearchPath:
        'in diesem Ordner nicht mehr suchen: die Computer darin werden vergessen, nicht gelöscht; mehrfach möglich',
    },
    details: { machinesFolder: 'Neue Computer in', disksFolder: 'Neue Festplatten in', searchPaths: 'Suchpfade' },
    none: 'keine',
    notASearchPath: (folder) => `${folder} ist keiner der Suchpfade. „npx viridian host show“ zeigt sie.`,
    configured: 'Die Einstellungen des Hosts wurden geändert.',
  },
}

export function hostSettingsTextsFor(locale: Locale): HostSettingsTexts {
  return texts[locale]
}
