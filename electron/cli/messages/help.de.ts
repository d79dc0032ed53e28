import type { HelpTexts } from './texts.ts'

export const helpDe: HelpTexts = {
  usage: 'Aufruf:',
  arguments: 'Argumente:',
  options: 'Optionen:',
  globalOptions: 'Überall mögliche Optionen:',
  commands: 'Befehle:',
  examples: 'Beispiele:',
  program: 'Erstellt, startet und verwaltet virtuelle Computer auf diesem Computer.',
  notes: `Die Befehle sprechen mit dem Host, dem der Datenordner gehört (der Desktopanwendung oder „viridian serve“).
Läuft keiner, wird einer im Hintergrund gestartet; er endet von selbst, wenn kein virtueller Computer
eingeschaltet ist und fünf Minuten lang niemand verbunden war (VIRIDIAN_IDLE_MINUTES). Sein Protokoll ist
logs/host.log im Datenordner. Was für einen anderen Host ist (--host), gibt er weiter; Pfade nennen dann
Dateien auf dessen Computer.

Exitcodes:
  0  erledigt
  1  fehlgeschlagen
  2  die Befehlszeile war falsch
  3  virtueller Computer, Vorlage, Host oder Datei nicht gefunden
  4  die Zeit ist abgelaufen

Mit --json ist die Standardausgabe ein JSON-Dokument: das Ergebnis oder {"error":{"code","message","facts"}}.

Umgebung:
  VIRIDIAN_HOME                     Datenordner, wie --home
  VIRIDIAN_LANG, LC_ALL, LC_MESSAGES, LANG
                                    Sprache: de für Deutsch, sonst Englisch`,
  commandsOf: { host: 'der Host des Datenordners', vm: 'virtuelle Computer' },
  descriptions: {
    serve: 'einen Host im Vordergrund ausführen und seine Konsole für Browser auf diesem Computer bereitstellen',
    hostShow: 'den Host zeigen und eine Adresse, die seine Konsole einmal öffnet',
    hostSignOut: 'alle Seiten der Konsole in Browsern abmelden; zuvor ausgegebene Adressen öffnen nichts mehr',
    hostStop:
      'den Host beenden; eingeschaltete virtuelle Computer werden vorher gespeichert oder ausgeschaltet, wie ihre Einstellungen es sagen',
    create: 'einen virtuellen Computer erstellen: aus einer Vorlage, einem CD/DVD-Abbild oder einer Festplatte',
    list: 'die virtuellen Computer auflisten',
    show: 'alles über einen virtuellen Computer zeigen',
    start: 'einen virtuellen Computer starten; ein gespeicherter macht dort weiter, wo er war',
    save: 'behalten, was ein virtueller Computer gerade tut, und ihn ausschalten',
    deleteSavedState: 'löschen, was ein gespeicherter virtueller Computer tat, damit er neu startet',
    pause: 'einen virtuellen Computer anhalten',
    resume: 'einen angehaltenen virtuellen Computer fortsetzen',
    reset: 'einen virtuellen Computer zurücksetzen wie mit seiner Reset-Taste',
    shutDown:
      'das Betriebssystem über seinen Gast-Agenten oder den Netzschalter herunterfahren, bis der virtuelle Computer aus ist',
    turnOff: 'einen virtuellen Computer ausschalten wie durch Ziehen seines Netzsteckers',
    delete:
      'einen virtuellen Computer mit seinem Ordner löschen, der in den Papierkorb kommt; fragt am Terminal vorher',
    wait: 'warten, bis ein virtueller Computer in einem Zustand ist oder seine serielle Schnittstelle oder sein Bildschirm etwas zeigt',
    type: 'Text auf der Tastatur eines virtuellen Computers eingeben (US-Belegung)',
    screen: 'zeigen, was auf dem Bildschirm eines virtuellen Computers steht',
    console:
      'dieses Terminal mit der seriellen Schnittstelle COM1 verbinden; Strg+] trennt. Eingaben aus einer Pipe werden gesendet, was kommt, wird ausgegeben',
    vnc: 'Adresse und Kennwort für einen VNC-Client ausgeben',
  },
  machineArgument: 'Name des virtuellen Computers',
  textArgument:
    'Text; \\n ist die Eingabetaste, \\t Tab, \\e Esc, \\b die Rücktaste, \\\\ ein umgekehrter Schrägstrich; <F2>, <Up>, <Ctrl+Alt+Del> sind Tasten, << ist ein <. Text, der mit - beginnt, steht nach --',
  optionTexts: {
    help: 'diese Hilfe zeigen',
    version: 'die Version zeigen',
    home: 'Datenordner',
    host: 'auf einem anderen Host ausführen; „host list“ nennt seinen Namen',
    json: 'das Ergebnis als ein JSON-Dokument ausgeben',
    listen: 'Adresse und Port auf diesem Computer, etwa 127.0.0.1:8006; ohne Angabe ein freier Port',
    exitWhenIdle: 'enden, wenn so lange kein virtueller Computer eingeschaltet und niemand verbunden war',
    openConsole: 'die Konsole auch in Ihrem Browser öffnen',
    firstMachine: 'in einem neuen Datenordner einen Übungscomputer erstellen',
    template: 'Vorlage: lab-linux (CD/DVD), lab-linux-disk (Festplatte) oder eine eigene',
    count: 'wie viele; hinter dem Namen steht jeweils die Nummer',
    iso: 'CD/DVD-Abbild, von dem gestartet wird',
    memory: 'Arbeitsspeicher in Megabyte oder mit Einheit (1GB)',
    location: 'Ordner, in dem sein Ordner angelegt wird, statt in dem des Hosts für neue Computer',
    start: 'sofort starten',
    yes: 'nicht fragen',
    state: 'bis er in diesem Zustand ist (Off, Running, Paused, Saved, ...)',
    serial: 'bis COM1 zeigt, was zum regulären Ausdruck passt; ^ und $ passen an Zeilen',
    screen: 'bis der Textbildschirm zeigt, was passt; jede Reihe ist eine Zeile',
    timeout: 'wie lange höchstens',
    shutDownTimeout: 'wie lange das Betriebssystem brauchen darf',
    force: 'ausschalten, wenn es nicht herunterfährt',
    text: 'als Text',
    png: 'als Bild in diese Datei',
    quiet: 'bei Eingaben aus einer Pipe: nach so langer Zeit ohne Ausgabe trennen',
    noPassword: 'VNC-Clients ohne Kennwort einlassen',
  },
}
