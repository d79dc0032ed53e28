import type { HelpMessages } from './help.en.ts'

export const helpDe: HelpMessages = {
  title: 'Viridian-Hilfe',
  topics: {
    create: {
      title: 'Einen virtuellen Computer erstellen',
      text: 'Wählen Sie den Host in der Konsolenstruktur, dann im Aktionsbereich „Neu“ und „Virtueller Computer“. Geben Sie ihm einen Namen und Arbeitsspeicher, und wählen Sie den fertigen Übungsgast oder ein startfähiges CD/DVD-Abbild.',
    },
    start: {
      title: 'Starten und beobachten',
      text: 'Wählen Sie den virtuellen Computer und dann „Starten“. Status, CPU-Auslastung und Betriebszeit werden jede Sekunde gemessen; das Diagramm zeigt die letzte Minute.',
    },
    connect: {
      title: 'Seinen Bildschirm benutzen',
      text: 'Wählen Sie „Verbinden“, oder drücken Sie in der Liste die Eingabetaste. Die Verbindung zeigt Bildschirm und serielle Schnittstelle; Tasten gehen an den Gast, solange sein Bildschirm den Fokus hat.',
    },
    save: {
      title: 'Speichern und später weitermachen',
      text: '„Speichern“ behält in einer Datei, was der Gast gerade tut, und schaltet den virtuellen Computer aus; „Starten“ macht dort weiter. „Gespeicherten Zustand löschen“ lässt ihn neu starten.',
    },
    turnOff: {
      title: 'Ausschalten',
      text: '„Herunterfahren“ fordert den Gast über seinen Gast-Agenten oder den Netzschalter auf, sich geordnet zu beenden. Tut er das nicht, wählen Sie „Ausschalten“: Das wirkt wie das Ziehen des Netzsteckers.',
    },
    snapshots: {
      title: 'Einen Zustand behalten und zu ihm zurückkehren',
      text: '„Snapshot“ behält, was der virtuelle Computer jetzt ist, ob er läuft, gespeichert oder ausgeschaltet ist. Der Bereich „Snapshots“ zeigt sie als Struktur: „Anwenden“ macht den virtuellen Computer wieder zu dem, was er war, „Zurück zum Snapshot“ kehrt zum letzten zurück, und jeder lässt sich umbenennen, mit Notizen versehen und löschen.',
    },
    undoDisks: {
      title: 'Änderungen beim Ausschalten verwerfen',
      text: 'Mit Rückgängig-Datenträgern (in den Einstellungen) werden Änderungen getrennt aufbewahrt, bis der virtuelle Computer ausgeschaltet ist; dann werden sie übernommen, verworfen, oder es wird gefragt. „Rückgängig-Datenträger übernehmen“ und „verwerfen“ tun das später.',
    },
    transfer: {
      title: 'Exportieren, importieren und klonen',
      text: '„Exportieren“ kopiert einen ausgeschalteten oder gespeicherten virtuellen Computer, oder einen seiner Snapshots, in eine .viridian-Datei oder einen Ordner; „Virtuellen Computer importieren“ beim Host macht daraus wieder einen virtuellen Computer. „Klonen“ erstellt bis zu {clones} Kopien auf einmal: Verknüpfte Klone teilen sich die Festplatten eines Snapshots und sind sofort da, vollständige Kopien hängen von nichts ab.',
    },
    templates: {
      title: 'Vorlagen daraus machen',
      text: '„Als Vorlage speichern“ bewahrt eine vollständige Kopie eines virtuellen Computers auf, der ausgeschaltet oder gespeichert ist. Der Assistent für neue virtuelle Computer bietet sie an: Was daraus entsteht, teilt sich ihre Festplatten und macht, war sie gespeichert, dort unter eigenem Namen weiter. „Vorlagen“ am Host zeigt und löscht sie.',
    },
    disks: {
      title: 'Virtuelle Festplatten pflegen',
      text: 'Die Aktionen des Hosts erstellen neue („Neu“), zeigen, was eine ist („Datenträger überprüfen“), und komprimieren, konvertieren, erweitern, führen zusammen, verbinden neu oder prüfen („Datenträger bearbeiten“). Die Registerkarte „Aufträge“ zeigt, wie weit das ist.',
    },
    trash: {
      title: 'Löschen und zurückholen',
      text: 'Ein gelöschter virtueller Computer lässt sich {days} Tage lang wiederherstellen: sofort mit „Rückgängig“, später mit „Gelöschte virtuelle Computer“ unter den Aktionen des Hosts. Seine Festplatten werden mit ihm gelöscht oder behalten.',
    },
    jobs: {
      title: 'Sehen, was geschah und was geschieht',
      text: 'Die Registerkarte „Aufträge“ zeigt, was länger dauert, wie weit es ist und was es getan hat, und bricht es ab. Die Registerkarte „Ereignisse“ zeigt, was geschah, mit welchem virtuellen Computer und durch wen.',
    },
  },
  keys: 'Tastatur',
  moreKeys: 'Die Verbindung hat weitere: siehe ihr Hilfemenü.',
  keyTexts: {
    help: 'Diese Hilfe',
    nextPane: 'Zum nächsten Bereich',
    previousPane: 'Zum vorherigen Bereich',
    menu: 'Zur Menüleiste',
    contextMenu: 'Kontextmenü der Auswahl',
    connect: 'Mit dem ausgewählten virtuellen Computer verbinden',
    selectAll:
      'Alle virtuellen Computer auswählen; mit Strg oder Umschalt wählen ein Klick oder die Pfeiltasten mehrere aus',
    rename: 'Den ausgewählten virtuellen Computer oder Snapshot umbenennen',
    delete: 'Den ausgewählten virtuellen Computer oder Snapshot löschen; die ausgewählte Registerkarte schließen',
    escape: 'Dialog oder Menü schließen und nichts ändern',
  },
}
