import type { RemoteErrorCode, RemoteEventCode } from './remote-hosts.ts'
import type { Messages } from './messages.ts'

const quote = (text: string) => `„${text}“`

export const remoteErrorsDe: Pick<Messages['errors'], RemoteErrorCode> = {
  HOST_ADDRESS_INVALID: ({ address }) =>
    `${quote(address)} ist keine Adresse eines Hosts. Geben Sie sie so ein, wie „npx viridian host show“ sie dort ausgibt, zum Beispiel 127.0.0.1:8006.`,
  HOST_ADDRESS_NOT_LOCAL: ({ address }) =>
    `${address} ist keine Adresse dieses Computers. Viridian stellt bisher nur Verbindungen zu Hosts auf diesem Computer her: Verwenden Sie 127.0.0.1 und den Port des Hosts.`,
  HOST_IS_THIS_ONE: ({ address }) =>
    `Der Host unter ${address} ist dieser Host selbst, oder er verwendet eine Kopie seines Datenordners. Geben Sie die Adresse eines anderen Hosts ein.`,
  HOST_IS_ANOTHER: ({ name, address }) =>
    `Der Host unter ${address} ist ein anderer als ${quote(name)}. Geben Sie die Adresse von ${quote(name)} ein, oder fügen Sie den anderen als eigenen Host hinzu.`,
  HOST_ALREADY_ADDED: ({ name, address }) =>
    `Der Host unter ${address} steht bereits als ${quote(name)} in der Liste. Um eine andere Adresse oder einen anderen Zugriffsschlüssel zu verwenden, ändern Sie ihn dort.`,
  HOST_NAME_TAKEN: ({ name }) =>
    `Es gibt bereits einen Host mit dem Namen ${quote(name)}. Wählen Sie einen anderen Namen.`,
  HOST_LIMIT: ({ limit }) =>
    `Die Liste enthält bereits ${limit} Hosts. Entfernen Sie einen, bevor Sie einen weiteren hinzufügen.`,
  HOST_NOT_FOUND: ({ name }) =>
    `Die Liste enthält keinen Host mit dem Namen ${quote(name)}. „npx viridian host list“ zeigt, welche es gibt.`,
  REMOTE_UNREACHABLE: ({ address, detail }) =>
    `Der Host unter ${address} ist nicht erreichbar (${detail}). Prüfen Sie, ob er läuft und noch diese Adresse hat: „npx viridian host show“ gibt sie dort aus.`,
  REMOTE_NOT_VIRIDIAN: ({ address }) =>
    `Unter ${address} antwortet kein Viridian-Host, sondern ein anderes Programm oder eine ältere Version. Prüfen Sie die Adresse: „npx viridian host show“ gibt sie auf dem anderen Host aus.`,
  REMOTE_KEY_REFUSED: ({ address }) =>
    `Der Host unter ${address} kennt diesen Zugriffsschlüssel nicht; möglicherweise wurde er widerrufen. Erstellen Sie dort mit „npx viridian host show --access-key“ einen neuen, und verwenden Sie diesen.`,
  REMOTE_OTHER_VERSION: ({ address, hostVersion, hostProtocol, protocol }) =>
    `Der Host unter ${address} ist Viridian ${hostVersion} (Protokoll ${hostProtocol}), dieser spricht Protokoll ${protocol}. Installieren Sie auf beiden dieselbe Version.`,
  ACCESS_KEY_INVALID: () =>
    'Das ist kein vollständiger Zugriffsschlüssel. Kopieren Sie das ganze Wort, das mit „viridian“ beginnt: „npx viridian host show --access-key“ gibt auf dem anderen Host eines aus.',
  ACCESS_KEY_NAME_TAKEN: ({ name }) =>
    `Es gibt bereits einen Zugriffsschlüssel mit dem Namen ${quote(name)}. Wählen Sie einen anderen Namen.`,
  ACCESS_KEY_LIMIT: ({ limit }) =>
    `Dieser Host hat bereits ${limit} Zugriffsschlüssel ausgegeben. Widerrufen Sie einen, der nicht mehr gebraucht wird, bevor Sie einen weiteren erstellen.`,
  ACCESS_KEY_NOT_FOUND: ({ name }) =>
    `Dieser Host hat keinen Zugriffsschlüssel mit dem Namen ${quote(name)} ausgegeben. „npx viridian host keys list“ zeigt, welche es gibt.`,
  OWNER_ONLY: () =>
    'Das ist mit einem Zugriffsschlüssel nicht möglich. Tun Sie es am Computer dieses Hosts, als der Benutzer, dem der Host gehört.',
}

export const remoteEventsDe: Pick<Messages['events'], RemoteEventCode> = {
  ACCESS_KEY_CREATED: ({ text }) =>
    `Der Zugriffsschlüssel ${quote(text('name'))} wurde erstellt. Er öffnet diesen Host für eine Konsole.`,
  ACCESS_KEY_USED: ({ text }) => `Eine Konsole hat sich mit dem Zugriffsschlüssel ${quote(text('name'))} verbunden.`,
  ACCESS_KEY_REVOKED: ({ text }) => `Der Zugriffsschlüssel ${quote(text('name'))} wurde widerrufen.`,
  ACCESS_KEYS_UNUSABLE: ({ text }) =>
    `Die Zugriffsschlüssel in ${text('file')} sind nicht verwendbar (${text('detail')}), deshalb verbindet sich niemand mit einem. Erstellen Sie neue, oder legen Sie eine Kopie der Datei zurück, und starten Sie Viridian neu.`,
  HOST_ADDED: ({ text }) => `Der Host ${quote(text('name'))} unter ${text('address')} wurde hinzugefügt.`,
  HOST_CHANGED: ({ text }) => `Die Verbindung zum Host ${quote(text('name'))} unter ${text('address')} wurde geändert.`,
  HOST_REMOVED: ({ text }) => `Der Host ${quote(text('name'))} unter ${text('address')} wurde entfernt.`,
  REMOTE_HOSTS_UNUSABLE: ({ text }) =>
    `Die Liste der Hosts in ${text('file')} ist nicht verwendbar (${text('detail')}). Fügen Sie die Hosts erneut hinzu, oder legen Sie eine Kopie der Datei zurück, und starten Sie Viridian neu.`,
}
