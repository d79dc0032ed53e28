import type { Locale } from '#shared/messages/index.ts'
import type { RemoteState } from '#shared/remote-host.ts'

/** Of other hosts, and of the access keys that open this one to them. */
export interface HostListTexts {
  readonly add: string
  readonly change: string
  readonly list: string
  readonly remove: string
  readonly keys: string
  readonly keysList: string
  readonly keysRevoke: string
  readonly nameArgument: string
  readonly addressArgument: string
  readonly hostArgument: string
  readonly keyArgument: string
  /** Of `host add`. */
  readonly keyOption: string
  readonly newNameOption: string
  /** Of `host show`. */
  readonly createKeyOption: string
  readonly keyNameOption: string
  readonly onlyWithKey: string
  readonly columns: Readonly<Record<'name' | 'address' | 'state', string>>
  readonly keyColumns: Readonly<Record<'id' | 'name' | 'created' | 'lastUsed', string>>
  readonly states: Readonly<Record<RemoteState, string>>
  readonly thisHost: string
  /** Where consoles of other hosts connect. */
  readonly addressForOthers: string
  readonly accessKey: string
  readonly neverUsed: string
  /** Whom a key is for that nobody has named. */
  readonly anyConsole: string
  readonly noKeys: string
  readonly noKeyOnInput: string
  readonly invalidName: (name: string) => string
  added(name: string): string
  changed(name: string): string
  removed(name: string): string
  stopped(name: string): string
  /** What to do with a new key. */
  keyHint(address: string, name: string): string
  revoked(name: string): string
}

/** As a name is written on a command line. */
function word(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `"${name}"`
}

const texts: Readonly<Record<Locale, HostListTexts>> = {
  en: {
    add: 'add another host, so that --host and the console can use it',
    change: 'change name, address or access key of another host',
    list: 'list this host and the others, with how they can be reached',
    remove: 'forget another host and its access key; nothing changes on that host',
    keys: 'the access keys that open this host to others',
    keysList: 'list the access keys; the keys themselves are not shown again',
    keysRevoke: 'revoke an access key and end the connections made with it',
    nameArgument: 'what to call it',
    addressArgument: 'its address, as “host show” prints it there, for instance 127.0.0.1:8006',
    hostArgument: 'name or id of the host',
    keyArgument: 'name or id of the access key',
    keyOption:
      'what “host show --access-key” prints on that host; - reads it from standard input, as other users can see what stands on a command line',
    newNameOption: 'another name',
    createKeyOption: 'create an access key, which opens this host to another console',
    keyNameOption: 'for whom the access key is; events tell what was done with it by this name',
    onlyWithKey: '--name is for an access key: give --access-key, too.',
    columns: { name: 'Name', address: 'Address', state: 'State' },
    keyColumns: { id: 'Id', name: 'Name', created: 'Created', lastUsed: 'Last used' },
    states: {
      connected: 'Connected',
      unreachable: 'Not reachable',
      notAllowed: 'Not allowed',
      otherVersion: 'Different version',
    },
    thisHost: 'This host',
    addressForOthers: 'For other hosts',
    accessKey: 'Access key',
    neverUsed: 'never',
    anyConsole: 'console',
    noKeys: 'This host has given out no access keys. “npx viridian host show --access-key” creates one.',
    noKeyOnInput: 'There is no access key on standard input.',
    invalidName: (name) => `“${name}” cannot be a name: names have 1 to 100 characters and no control characters.`,
    added: (name) =>
      `The host “${name}” has been added. “npx viridian vm list --host ${word(name)}” lists its machines.`,
    changed: (name) => `The host “${name}” has been changed.`,
    removed: (name) =>
      `The host “${name}” has been removed. Its access key is still valid there: “npx viridian host keys revoke” revokes it on that host.`,
    stopped: (name) => `The host “${name}” has stopped.`,
    keyHint: (address, name) =>
      `Whoever has the key manages this host. It is shown this once; on the other host: “npx viridian host add NAME ${address} --access-key -”.\n` +
      `“npx viridian host keys revoke ${word(name)}” makes it worthless.`,
    revoked: (name) => `The access key “${name}” has been revoked.`,
  },
  de: {
    add: 'einen anderen Host hinzufügen, damit --host und die Konsole ihn verwenden können',
    change: 'Namen, Adresse oder Zugriffsschlüssel eines anderen Hosts ändern',
    list: 'diesen Host und die anderen auflisten, und wie sie erreichbar sind',
    remove: 'einen anderen Host und seinen Zugriffsschlüssel vergessen; auf jenem Host ändert sich nichts',
    keys: 'die Zugriffsschlüssel, die diesen Host für andere öffnen',
    keysList: 'die Zugriffsschlüssel auflisten; die Schlüssel selbst werden nicht noch einmal gezeigt',
    keysRevoke: 'einen Zugriffsschlüssel widerrufen und die damit hergestellten Verbindungen beenden',
    nameArgument: 'wie er heißen soll',
    addressArgument: 'seine Adresse, wie „host show“ sie dort ausgibt, etwa 127.0.0.1:8006',
    hostArgument: 'Name oder Kennung des Hosts',
    keyArgument: 'Name oder Kennung des Zugriffsschlüssels',
    keyOption:
      'was „host show --access-key“ auf jenem Host ausgibt; - liest ihn von der Standardeingabe, denn eine Befehlszeile können andere Benutzer sehen',
    newNameOption: 'anderer Name',
    createKeyOption: 'einen Zugriffsschlüssel erstellen, der diesen Host für eine andere Konsole öffnet',
    keyNameOption: 'für wen der Zugriffsschlüssel ist; Ereignisse nennen unter diesem Namen, was damit getan wurde',
    onlyWithKey: '--name gehört zu einem Zugriffsschlüssel: Geben Sie auch --access-key an.',
    columns: { name: 'Name', address: 'Adresse', state: 'Status' },
    keyColumns: { id: 'Kennung', name: 'Name', created: 'Erstellt', lastUsed: 'Zuletzt verwendet' },
    states: {
      connected: 'Verbunden',
      unreachable: 'Nicht erreichbar',
      notAllowed: 'Nicht zugelassen',
      otherVersion: 'Andere Version',
    },
    thisHost: 'Dieser Host',
    addressForOthers: 'Für andere Hosts',
    accessKey: 'Zugriffsschlüssel',
    neverUsed: 'nie',
    anyConsole: 'Konsole',
    noKeys: 'Dieser Host hat keine Zugriffsschlüssel ausgegeben. „npx viridian host show --access-key“ erstellt einen.',
    noKeyOnInput: 'In der Standardeingabe steht kein Zugriffsschlüssel.',
    invalidName: (name) =>
      `„${name}“ ist als Name nicht möglich: Namen haben 1 bis 100 Zeichen und keine Steuerzeichen.`,
    added: (name) =>
      `Der Host „${name}“ wurde hinzugefügt. „npx viridian vm list --host ${word(name)}“ listet seine virtuellen Computer auf.`,
    changed: (name) => `Der Host „${name}“ wurde geändert.`,
    removed: (name) =>
      `Der Host „${name}“ wurde entfernt. Sein Zugriffsschlüssel gilt dort weiterhin: „npx viridian host keys revoke“ widerruft ihn auf jenem Host.`,
    stopped: (name) => `Der Host „${name}“ ist beendet.`,
    keyHint: (address, name) =>
      `Wer den Schlüssel hat, verwaltet diesen Host. Er wird nur dieses eine Mal gezeigt; auf dem anderen Host: „npx viridian host add NAME ${address} --access-key -“.\n` +
      `„npx viridian host keys revoke ${word(name)}“ macht ihn wertlos.`,
    revoked: (name) => `Der Zugriffsschlüssel „${name}“ wurde widerrufen.`,
  },
}

export function hostListTextsFor(locale: Locale): HostListTexts {
  return texts[locale]
}
