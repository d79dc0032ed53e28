import type { TransferMessages } from './messages.en.ts'

export const transferDe: TransferMessages = {
  actions: { export: 'Exportieren …', clone: 'Klonen …', import: 'Virtuellen Computer importieren …' },
  export: {
    title: 'Virtuellen Computer exportieren',
    intro:
      'Alles, was zum virtuellen Computer „{name}“ gehört, wird kopiert, damit er hier oder auf einem anderen Host wieder importiert werden kann.',
    introSnapshot:
      'Der virtuelle Computer „{name}“ wird so exportiert, wie er bei der Aufnahme des Snapshots „{snapshot}“ war: als virtueller Computer ohne Snapshots.',
    path: 'Exportieren nach:',
    format: 'Exportieren als',
    formats: { file: 'Eine Datei (.viridian)', folder: 'Ein neuer Ordner' },
    with: 'Mitnehmen',
    parts: {
      state: {
        label: 'Gespeicherte Zustände',
        hint: 'Der Gast macht dort weiter, wo er war. Was er in den Laufwerken hatte, kommt in jedem Fall mit.',
        none: 'Es ist nichts gespeichert.',
      },
      snapshots: {
        label: 'Snapshots',
        hint: 'Ohne sie wird aus jeder virtuellen Festplatte eine Datei.',
        none: 'Es gibt keine Snapshots.',
      },
      media: {
        label: 'Abbilder in den Laufwerken',
        hint: 'CD/DVD- und Diskettenabbilder. Ohne sie sind die Laufwerke nach dem Import leer.',
        none: 'In den Laufwerken sind keine Abbilder.',
      },
    },
    confirm: 'Exportieren',
  },
  clone: {
    base: 'Basis von Klonen',
    title: 'Virtuellen Computer klonen',
    intro: 'Klone sind eigene virtuelle Computer, die so beginnen, wie „{name}“ ist.',
    defaultName: '{name} - Klon',
    count: 'Anzahl der Klone:',
    names: '„{first}“ bis „{last}“',
    from: 'Ausgangspunkt:',
    now: 'Der virtuelle Computer, wie er jetzt ist',
    mode: 'Virtuelle Festplatten',
    modes: {
      linked: {
        label: 'Verknüpfte Klone',
        text: 'Sofort erstellt: Sie teilen sich die Festplatten eines Snapshots, der erstellt wird, wo er nötig ist, und behalten nur, was sie ändern. Der virtuelle Computer lässt sich nicht löschen, solange es sie gibt.',
      },
      full: {
        label: 'Vollständige Kopien',
        text: 'Jeder erhält Kopien aller Festplatten und hängt von keinem anderen virtuellen Computer ab. Das braucht Zeit und Speicherplatz.',
      },
    },
    confirm: 'Klonen',
  },
  import: {
    title: 'Virtuellen Computer importieren',
    pages: { locate: 'Export suchen', choose: 'Importtyp auswählen', summary: 'Zusammenfassung' },
    locateIntro: 'Geben Sie die Datei oder den Ordner an, die ein Export erstellt hat.',
    path: 'Datei oder Ordner:',
    pathHint: 'Eine .viridian-Datei oder der Ordner, in dem manifest.json liegt, als vollständiger Pfad auf dem Host.',
    nameTaken: 'Es gibt bereits einen virtuellen Computer namens „{name}“.',
    identity: 'Identität',
    identities: {
      new: {
        label: 'Neue ID generieren',
        text: 'Für die Kopie eines virtuellen Computers, den es anderswo weiter gibt.',
      },
      kept: {
        label: 'Bisherige ID behalten',
        text: 'Für einen virtuellen Computer, der hierher umzieht.',
        taken: 'Der virtuelle Computer, der exportiert wurde, ist hier. Seine Kopie braucht eine eigene ID.',
      },
    },
    mode: 'Dateien',
    modes: {
      copy: { label: 'Kopieren', text: 'Was exportiert wurde, bleibt, wie es ist, und kann erneut importiert werden.' },
      inPlace: {
        label: 'Den exportierten Ordner selbst verwenden',
        text: 'Er wird zu den virtuellen Computern verschoben: schnell, ohne Speicherplatz, und nur einmal möglich.',
        file: 'Nur ein Ordner kann selbst verwendet werden; dies ist eine Datei.',
      },
    },
    summaryIntro: 'Der folgende virtuelle Computer wird importiert. „Fertig stellen“ beginnt damit.',
    summary: {
      source: 'Aus:',
      exported: 'Exportiert:',
      by: '{time}, von Viridian {version}',
      size: 'Größe:',
      saved: 'Gespeichert: Der Gast macht dort weiter, wo er war.',
      off: 'Aus',
    },
    warnings: {
      template:
        'Der fertige Gast {name} fehlt auf diesem Host oder hat eine andere Version: Das Laufwerk, in dem er liegt, ist nicht wie zuvor verwendbar.',
      media:
        'Das Abbild {path} wurde nicht exportiert: Sein Laufwerk ist nach dem Import leer. Legen Sie es wieder ein, wenn es gebraucht wird.',
      state:
        'Die gespeicherten Zustände gehören zu einer anderen Version oder kennen einen anderen Datenträger: Sie lassen sich hier nicht wiederherstellen. Löschen Sie nach dem Import den gespeicherten Zustand, um neu zu starten.',
    },
  },
}
