import { isDevicePath, largestDiskCapacity } from '../disk.ts'
import { floppyNames } from '../floppy.ts'
import { formatSizesApart } from '../format.ts'
import { foreignFormatsDe } from './foreign-formats.de.ts'
import type { DiskErrorTexts } from './disk-errors.ts'

/** What to do about it: in a console, and on the command line. */
const edit = (action: string, command: string) =>
  `„Datenträger bearbeiten“ ▸ „${action}“ oder „npx viridian disk ${command}“`

const apart = (a: number, b: number) => formatSizesApart(a, b, 'de')
const germanNames = floppyNames.map((name) => name.replace('.', ','))
const fileOr = (path: string | undefined, format: string) => path ?? `Das ${format}-Abbild`

/** What is refused of sound VHDs; other formats speak in the words of their specifications. */
const features: Readonly<Record<string, string>> = {
  'compacting a fixed disk': 'Komprimieren einer Festplatte fester Größe',
  'expanding a differencing disk': 'Erweitern einer differenzierenden Festplatte',
}

export const diskErrorsDe: DiskErrorTexts = {
  CORRUPT: ({ format, structure, position, end, needed, path }) => {
    const file = fileOr(path, format)
    if (end === undefined) {
      return `${file} ist beschädigt: „${structure}“ kann nicht stimmen${position === undefined ? '' : ` (ab Byte ${position})`}. Verwenden Sie eine Sicherung.`
    }
    const again = 'Kopieren oder laden Sie die Datei erneut, oder verwenden Sie eine Sicherung.'
    if (needed !== undefined) {
      return `${file} ist abgeschnitten oder beschädigt: Die Datei endet bei Byte ${end} und benötigt für „${structure}“ ${needed} Byte. ${again}`
    }
    return `${file} ist abgeschnitten oder beschädigt: „${structure}“${position === undefined ? '' : ` (ab Byte ${position})`} läge hinter dem Ende der Datei bei Byte ${end}. ${again}`
  },
  BLOCK_MISPLACED: ({ path, block, position }) =>
    `${path} ist beschädigt: Block ${block} kann nicht ab Byte ${position} liegen, wo die Datei endet oder etwas anderes enthält. ` +
    `Keine Festplatte wurde verändert. Verwenden Sie eine Sicherung von ${path}.`,
  BLOCKS_OVERLAP: ({ path, block, other, position }) =>
    `${path} ist beschädigt: Die Blöcke ${other} und ${block} liegen an derselben Stelle, ab Byte ${position}. ` +
    `Keine Festplatte wurde verändert. Verwenden Sie eine Sicherung von ${path}.`,
  UNSUPPORTED: ({ format, feature, path }) =>
    `${fileOr(path, format)} kann so nicht verwendet werden. Nicht unterstützt: ${features[feature] ?? feature}. ` +
    (format === 'vhd' && feature in features
      ? `Machen Sie mit ${edit('Konvertieren', 'convert')} eine andere daraus, und verwenden Sie diese.`
      : 'Konvertieren Sie die Festplatte mit dem Programm, aus dem sie stammt, oder mit „qemu-img convert -O qcow2 DATEI NEU.qcow2“, und verwenden Sie die neue.'),
  OTHER_FORMAT: ({ path, other }) => `${path} ${foreignFormatsDe[other]}`,
  NOT_OF_ITS_NAME: ({ path, name }) =>
    `${path} ist beschädigt, abgeschnitten oder etwas anderes: Nichts darin ist wie in einer .${name}-Datei. ` +
    'Kopieren oder laden Sie die Datei erneut. Wenn sie die Bytes einer Festplatte enthält, wie sie sind, bestätigen Sie das, auf der Befehlszeile mit --format raw.',
  ENCRYPTED: ({ format, path }) =>
    `${fileOr(path, format)} ist verschlüsselt. Entschlüsseln Sie es mit dem Programm, aus dem es stammt, und versuchen Sie es erneut.`,
  PARENT_NEEDED: ({ format, parent, path }) =>
    `${fileOr(path, format)} baut auf ${parent === '' ? 'einer anderen Festplatte' : parent} auf. Diese Datei wird nur geöffnet, wenn Sie sie nennen: als die Datei, auf der das Abbild aufbaut, auf der Befehlszeile mit --backing.`,
  PARENT_NOT_FOUND: ({ path, parent, tried, format }) =>
    `Die übergeordnete Festplatte ${parent} von ${path} wurde nicht gefunden` +
    `${tried.length === 0 ? '' : ` (gesucht: ${tried.join(', ')})`}. ` +
    (format === undefined
      ? `Legen Sie sie zurück, oder geben Sie an, wo sie ist: ${edit('Verbindung wiederherstellen', `reconnect ${path} --parent DATEI`)}.`
      : 'Legen Sie sie dorthin, oder nennen Sie sie: als die Datei, auf der das Abbild aufbaut, auf der Befehlszeile mit --backing.'),
  PARENT_MISMATCH: ({ path, parent, wanted, found }) =>
    `${parent} ist nicht, worauf ${path} aufbaut: Die Kennung ist ${found ?? 'nicht vorhanden'}, erwartet wird ${wanted}. ` +
    'Die Festplatte wurde nach dem Snapshot geändert oder ist eine andere. Verwenden Sie die von damals aus einer Sicherung, oder nennen Sie die richtige auf der Befehlszeile mit --backing.',
  PARENT_CHANGED: ({ path, parent }) =>
    `${parent} ist nicht die Festplatte, auf der ${path} aufbaut: Ihre Kennung ist eine andere. ` +
    `Suchen Sie die richtige, und nennen Sie sie: ${edit('Verbindung wiederherstellen', `reconnect ${path} --parent DATEI`)}.`,
  OTHER_PARENT_NAMED: ({ path, parent }) =>
    `${parent} ist nicht die Festplatte, auf der ${path} aufbaut: Ihre Kennung ist eine andere. Nennen Sie die richtige.`,
  PARENT_MODIFIED: ({ path, parent }) =>
    `${parent} wurde geändert, nachdem ${path} darauf aufgebaut wurde; deren Inhalt stimmt womöglich nicht mehr. Auch das Kopieren einer Datei ändert ihre Zeit. ` +
    'Wenn Sie wissen, dass der Inhalt der gleiche ist, bestätigen Sie es, auf der Befehlszeile mit --force; sonst stellen Sie die übergeordnete Festplatte aus einer Sicherung wieder her.',
  SAVED_STATE: ({ path }) =>
    `Ein gespeicherter Computer verlässt sich auf ${path} und könnte nach einer Änderung nicht fortgesetzt werden. ` +
    'Setzen Sie ihn fort, und fahren Sie ihn zuerst herunter; wenn es ihn nicht mehr gibt, bestätigen Sie es, auf der Befehlszeile mit --force.',
  BASE_OF_OTHERS: ({ path, children }) =>
    `${children.join(', ')} würde unbrauchbar, sobald ein Gast ${path} beschreibt, denn diese Festplatten bauen darauf auf. ` +
    'Verwenden Sie stattdessen eine neue differenzierende Festplatte, die darauf aufbaut; wenn jene nicht mehr gebraucht werden, bestätigen Sie es, auf der Befehlszeile mit --force.',
  REPLACED: ({ path }) =>
    `${path} wurde ersetzt oder entfernt, während der virtuelle Computer sie geöffnet hat, wie es Programme tun, die Ordner abgleichen. ` +
    'Was der Gast seither geschrieben hat, geht beim Ausschalten verloren: Kopieren Sie es zuerst aus dem Gast heraus, und nehmen Sie den Ordner aus jenem Programm aus.',
  CHAIN_TOO_LONG: ({ path, limit }) =>
    `Die Kette der übergeordneten Festplatten von ${path} läuft im Kreis oder hat mehr als ${limit} Glieder. ` +
    'Verbinden Sie die Festplatte mit der richtigen übergeordneten, oder führen Sie einen Teil der Kette zusammen.',
  NOT_DIFFERENCING: ({ path }) =>
    `${path} ist keine differenzierende Festplatte: Sie hat keine übergeordnete. Nennen Sie die Festplatte, die auf einer anderen aufbaut.`,
  OTHER_CHILDREN: ({ path, children }) =>
    `${children.join(', ')} würde unbrauchbar, denn diese Festplatten bauen auf ${path} auf. ` +
    'Führen Sie jene zuerst zusammen, oder lassen Sie die Festplatte, wie sie ist: Erstellen Sie eine differenzierende, die auf ihr aufbaut, oder führen Sie zu einer neuen zusammen (auf der Befehlszeile --into DATEI).',
  EXTENT_REFUSED: ({ format, name, path }) =>
    `${fileOr(path, format)} nennt „${name}“ als einen Teil von sich; das ist keine gewöhnliche Datei in seinem eigenen Ordner. ` +
    'Legen Sie alle Teile der Festplatte unter den Namen ihrer Beschreibung in einen Ordner.',
  EXTENT_MISSING: ({ format, name, path }) =>
    `Der Teil „${name}“ ${path === undefined ? `des ${format}-Abbilds` : `von ${path}`} fehlt. Legen Sie ihn in denselben Ordner, und versuchen Sie es erneut.`,
  EXTENT_ALONE: ({ path, descriptor }) =>
    `${path} ist ein Teil einer VMware-Festplatte und lässt sich nicht allein lesen. ` +
    `Wählen Sie stattdessen die Beschreibung ${descriptor ?? '(eine kleine .vmdk-Datei daneben)'}.`,
  NOT_RECOGNISED: ({ path, format }) => {
    const copy = (source: string) => `„Neu“ ▸ „Festplatte“ oder „npx viridian disk convert ${source} ZIEL.vhd“`
    if (format !== undefined) {
      return `${path ?? 'Die Datei'} ist ein ${format}-Abbild und keine virtuelle Festplatte im VHD-Format. Kopieren Sie es in eine solche: ${copy(path ?? 'QUELLE')}.`
    }
    return (
      `${path ?? 'Die Datei'} ist keine virtuelle Festplatte im VHD-Format oder abgeschnitten: Am Ende fehlt die Fußzeile einer solchen Datei. ` +
      `Kopieren oder laden Sie eine beschädigte erneut, oder verwenden Sie eine Sicherung; die Bytes einer Festplatte lassen sich in eine solche kopieren: ${copy('QUELLE')}.`
    )
  },
  READ_ONLY: ({ path }) =>
    `${path ?? 'Die Festplatte'} kann nur gelesen werden. Kopieren Sie sie an einen Ort, an dem geschrieben werden kann.`,
  NOT_FOUND: ({ path }) => `${path} gibt es nicht. Prüfen Sie den Pfad.`,
  NOT_A_FILE: ({ path }) => `${path} ist keine Datei. Nennen Sie die Datei einer Festplatte.`,
  ALREADY_EXISTS: ({ path }) => `${path} gibt es bereits und bleibt, wie es ist. Wählen Sie einen anderen Namen.`,
  IN_USE: ({ path, pid, host, claim }) =>
    `${path} wird von Prozess ${pid} auf ${host} verwendet: einem eingeschalteten virtuellen Computer, einem Auftrag oder einem anderen Programm. ` +
    `Versuchen Sie es erneut, wenn er beendet ist; wenn Sie wissen, dass er es ist, löschen Sie ${claim}.`,
  TOO_LARGE: ({ path, size, limit }) => {
    const [wanted, most] = apart(size, limit)
    return (
      `${path}: ${wanted} ist zu groß, möglich sind hier höchstens ${most}. ` +
      (limit === largestDiskCapacity
        ? 'Mehr kann eine virtuelle Festplatte nicht haben: Wählen Sie eine kleinere Größe.'
        : 'Wählen Sie eine kleinere Größe; eine differenzierende Festplatte, die größer ist als ihre übergeordnete, lässt sich zu einer neuen zusammenführen (auf der Befehlszeile --into DATEI).')
    )
  },
  TOO_SMALL: ({ path, size, limit }) => {
    const [wanted, least] = apart(size, limit)
    return `${path}: ${wanted} ist zu klein. Wählen Sie mindestens ${least}.`
  },
  FLOPPY_SIZE_WRONG: ({ path, size }) =>
    `${path}: Keine Diskette hat ${size} Byte. Möglich sind ${germanNames.slice(0, -1).join(', ')} und ${germanNames.at(-1) ?? ''}.`,
  NO_SPACE: ({ path, needed, free }) => {
    if (needed === undefined || free === undefined)
      return `Für ${path} ist kein Platz mehr. Schaffen Sie Platz, und versuchen Sie es erneut.`
    const [wanted, there] = apart(needed, free)
    return `Für ${path} ist kein Platz: Benötigt werden ${wanted}, frei sind ${there}. Schaffen Sie Platz, wählen Sie eine kleinere Größe oder ein anderes Volume, oder erstellen Sie eine dynamische Festplatte, die erst mit dem Beschreiben Platz belegt.`
  },
  ACCESS_DENIED: ({ path }) =>
    `Das System erlaubt keinen Zugriff auf ${path}. ` +
    (isDevicePath(path)
      ? 'Nur ein Administrator darf eine physische Festplatte lesen: Führen Sie Viridian als Administrator aus (Linux und macOS: mit sudo).'
      : 'Ändern Sie die Berechtigungen, oder wählen Sie einen anderen Ort.'),
  IO: ({ path, reason }) =>
    `Das System konnte ${path} nicht lesen oder schreiben (${reason}). Prüfen Sie den Datenträger, und versuchen Sie es erneut.`,
  FLUSH_FAILED: ({ path }) =>
    `Was nach ${path} geschrieben wurde, hat den Datenträger vielleicht nicht erreicht. Prüfen Sie den Datenträger und dann die Festplatte: ` +
    `${edit('Auf Schäden prüfen', `check ${path}`)}.`,
}
