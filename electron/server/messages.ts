import type { Locale } from '#shared/messages/index.ts'
import type { ServerError, ServerErrorCode, ServerErrorFacts } from './errors.ts'

type Sentences = { readonly [Code in ServerErrorCode]: (facts: ServerErrorFacts[Code]) => string }

const untrusted = {
  en: {
    NO_FILE: 'it is not a regular file',
    OTHER_OWNER: 'it belongs to another user',
    OPEN_TO_OTHERS: 'other users can write to it',
  },
  de: {
    NO_FILE: 'sie ist keine gewöhnliche Datei',
    OTHER_OWNER: 'sie gehört einem anderen Benutzer',
    OPEN_TO_OTHERS: 'andere Benutzer können in sie schreiben',
  },
} as const

const en: Sentences = {
  ADDRESS_NOT_LOOPBACK: ({ address }) =>
    `Viridian does not listen on ${address}: it can be reached from this computer alone. Use 127.0.0.1, or leave the address out.`,
  PORT_IN_USE: ({ address, port }) =>
    `Another program listens on port ${port} of ${address}. Choose another port, or leave it out to get a free one.`,
  ADDRESS_UNUSABLE: ({ address, port, detail }) =>
    `It is not possible to listen on ${address}, port ${port}: ${detail}. Choose another address or port.`,
  HOST_ALREADY_RUNNING: ({ home, pid, address }) =>
    `The data folder ${home} is in use by the host with process number ${pid}` +
    (address === null ? '. ' : ` at ${address}. `) +
    'Use that one (“npx viridian host show”), stop it first (“npx viridian host stop”), or choose another folder with --home.',
  HOST_NOT_RUNNING: ({ home }) => `No host runs for the data folder ${home}. Start one with “npx viridian serve”.`,
  HOST_FILE_UNTRUSTED: ({ path, problem }) =>
    `${path} cannot be trusted: ${untrusted.en[problem]}. Nothing was sent to the host it names. ` +
    'Use a data folder of your own (--home), or see to it that nobody else can write to this one, and start its host again.',
  HOST_UNREACHABLE: ({ address, pid, detail }) =>
    `The host at ${address} (process number ${pid}) does not answer: ${detail}. It may be busy; try again in a moment.`,
  PROTOCOL_MISMATCH: ({ hostVersion, hostProtocol, protocol }) =>
    `The running host is Viridian ${hostVersion} (protocol ${hostProtocol}), this program speaks protocol ${protocol}. ` +
    'Close that host and try again, or use the program that came with it.',
  CONNECTION_LOST: ({ address }) =>
    `The connection to the host at ${address} ended. It was closed, or ended unexpectedly.`,
}

const de: Sentences = {
  ADDRESS_NOT_LOOPBACK: ({ address }) =>
    `Viridian nimmt auf ${address} keine Verbindungen an: Es ist nur von diesem Computer aus erreichbar. Verwenden Sie 127.0.0.1, oder lassen Sie die Adresse weg.`,
  PORT_IN_USE: ({ address, port }) =>
    `Ein anderes Programm verwendet bereits Port ${port} von ${address}. Wählen Sie einen anderen Port, oder lassen Sie ihn weg, um einen freien zu erhalten.`,
  ADDRESS_UNUSABLE: ({ address, port, detail }) =>
    `Auf ${address}, Port ${port}, können keine Verbindungen angenommen werden: ${detail}. Wählen Sie eine andere Adresse oder einen anderen Port.`,
  HOST_ALREADY_RUNNING: ({ home, pid, address }) =>
    `Der Datenordner ${home} wird bereits vom Host mit der Prozessnummer ${pid} verwendet` +
    (address === null ? '. ' : ` (${address}). `) +
    'Verwenden Sie diesen („npx viridian host show“), beenden Sie ihn zuerst („npx viridian host stop“), oder wählen Sie mit --home einen anderen Ordner.',
  HOST_NOT_RUNNING: ({ home }) =>
    `Für den Datenordner ${home} läuft kein Host. Starten Sie einen mit „npx viridian serve“.`,
  HOST_FILE_UNTRUSTED: ({ path, problem }) =>
    `Die Datei ${path} ist nicht vertrauenswürdig: ${untrusted.de[problem]}. An den Host, der darin steht, wurde nichts gesendet. ` +
    'Verwenden Sie einen eigenen Datenordner (--home), oder sorgen Sie dafür, dass niemand sonst in diesen schreiben kann, und starten Sie dessen Host neu.',
  HOST_UNREACHABLE: ({ address, pid, detail }) =>
    `Der Host unter ${address} (Prozessnummer ${pid}) antwortet nicht: ${detail}. Möglicherweise ist er ausgelastet; versuchen Sie es gleich noch einmal.`,
  PROTOCOL_MISMATCH: ({ hostVersion, hostProtocol, protocol }) =>
    `Der laufende Host ist Viridian ${hostVersion} (Protokoll ${hostProtocol}), dieses Programm spricht Protokoll ${protocol}. ` +
    'Schließen Sie jenen Host und versuchen Sie es erneut, oder verwenden Sie das zugehörige Programm.',
  CONNECTION_LOST: ({ address }) =>
    `Die Verbindung zum Host unter ${address} ist beendet. Er wurde geschlossen oder endete unerwartet.`,
}

function sentence<Code extends ServerErrorCode>(
  sentences: Sentences,
  code: Code,
  facts: ServerErrorFacts[Code],
): string {
  return sentences[code](facts)
}

export function describeServerError(error: ServerError, locale: Locale): string {
  return sentence(locale === 'de' ? de : en, error.code, error.facts)
}
