import type { Locale } from '#shared/messages/index.ts'
import type { ServerError, ServerErrorCode, ServerErrorFacts } from './errors.ts'

type Sentences = { readonly [Code in ServerErrorCode]: (facts: ServerErrorFacts[Code]) => string }

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
  HOST_UNREACHABLE: ({ address, pid, detail }) =>
    `The host at ${address} cannot be reached: ${detail}. End the process with number ${pid} and try again.`,
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
  HOST_UNREACHABLE: ({ address, pid, detail }) =>
    `Der Host unter ${address} ist nicht erreichbar: ${detail}. Beenden Sie den Prozess mit der Nummer ${pid}, und versuchen Sie es erneut.`,
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
