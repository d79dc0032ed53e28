import type { DiskPageMessages } from './messages.en.ts'

export const diskPageDe: DiskPageMessages = {
  intro:
    'Ein virtueller Computer benötigt Speicherplatz, damit ein Betriebssystem installiert werden kann. Sie können ihn jetzt angeben oder später in den Einstellungen des virtuellen Computers konfigurieren.',
  create: 'Virtuelle Festplatte erstellen',
  size: 'Größe:',
  gigabytes: 'GB ({minimum} bis {maximum})',
  createHint:
    'Eine dynamisch erweiterbare Festplatte im Ordner des virtuellen Computers: Ihre Datei wächst mit dem, was der Gast schreibt.',
  existing: 'Vorhandene virtuelle Festplatte verwenden',
  path: 'Datei der virtuellen Festplatte (.vhd):',
  later: 'Virtuelle Festplatte später anfügen',
  laterHint: 'Der virtuelle Computer hat keine Festplatte, bis in seinen Einstellungen eine hinzugefügt wird.',
  summary: {
    new: '{size}, dynamisch erweiterbar',
    none: 'Keine',
    template: 'Differenzierende Festplatte der Vorlage {name}',
  },
}
