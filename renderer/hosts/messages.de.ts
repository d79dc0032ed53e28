import type { HostsMessages } from './messages.en.ts'

export const hostsDe: HostsMessages = {
  states: {
    connecting: 'Verbindung wird hergestellt',
    connected: 'Verbunden',
    unreachable: 'Nicht erreichbar',
    notAllowed: 'Nicht erlaubt',
    otherVersion: 'Andere Version',
  },
  label: '{name} ({state})',
  stateOf: '{name}: {state}',
  otherVersion: 'Der Host „{name}“ ist eine andere Version von Viridian. Installieren Sie auf beiden dieselbe.',
  connectingTo: 'Die Verbindung mit {name} unter {address} wird hergestellt …',
  lastKnown: 'Angezeigt wird der letzte bekannte Stand.',
  tryAgain: 'Erneut versuchen',
  otherKey: 'Anderen Zugriffsschlüssel eingeben …',
  shown:
    'Kein Server. Wählen Sie „Verbindung mit Server herstellen …“, um einen zu verwalten. | 1 Server | {count} Server',
  pathOn: '{label} (auf {name}):',
  gone: 'Der Host „{name}“ wurde aus der Konsole entfernt.',
  connect: {
    action: 'Verbindung mit Server herstellen …',
    title: 'Computer auswählen',
    question: 'Verbindung mit Virtualisierungsserver herstellen',
    own: 'Dieser Computer',
    ownText: 'Der Host, auf dem diese Konsole läuft.',
    other: 'Anderer Host',
    otherText:
      'Auf dem anderen Host zeigt „npx viridian host show --access-key“ seine Adresse und einen Zugriffsschlüssel an.',
    address: 'Adresse:',
    addressHint:
      'Zum Beispiel 127.0.0.1:8006. Bisher muss der andere Host auf diesem Computer sein, mit einem eigenen Datenordner.',
    key: 'Zugriffsschlüssel:',
    name: 'Name:',
    nameHint: 'So heißt er in dieser Konsole. Leer: wie der andere Host sich selbst nennt.',
    confirm: 'Verbinden',
    busy: 'Verbindung wird hergestellt …',
  },
  remove: {
    action: 'Server entfernen',
    title: 'Server entfernen',
    text: '„{name}“ aus dieser Konsole entfernen? Die virtuellen Computer bleiben, wie sie sind, und laufen weiter. Um sich erneut zu verbinden, benötigen Sie einen Zugriffsschlüssel des Hosts.',
    confirm: 'Entfernen',
    cancel: 'Behalten',
  },
}
