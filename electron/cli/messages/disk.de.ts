import { formatSize } from '#shared/format.ts'
import type { DiskTexts } from './disk-texts.ts'

export const diskDe: DiskTexts = {
  group: 'virtuelle Festplatten (VHD) und Disketten; arbeitet nur mit Dateien, ohne Host',
  commands: {
    create: 'eine virtuelle Festplatte oder eine formatierte Diskette erstellen',
    inspect: 'zeigen, was eine Festplatte beliebigen Formats ist, mit allen übergeordneten',
    check: 'nach Schäden suchen; Exitcode 1, wo welche bleiben',
    compact: 'nicht benötigte Blöcke einer dynamischen oder differenzierenden Festplatte freigeben',
    convert: 'eine Festplatte beliebigen Formats in eine neue kopieren (VHD, VHDX, VMDK, VDI, qcow, qcow2, raw)',
    expand: 'eine virtuelle Festplatte vergrößern',
    merge:
      'eine differenzierende Festplatte in ihre übergeordnete schreiben und entfernen, oder in eine neue schreiben und beide behalten',
    reconnect: 'einer differenzierenden Festplatte sagen, wo ihre übergeordnete jetzt ist',
  },
  arguments: {
    file: 'Datei der Festplatte',
    newFile: 'neue Datei: .vhd, oder .vfd für eine Diskette',
    source: 'Datei der Festplatte, die kopiert wird, oder eine physische wie /dev/sdb oder \\\\.\\PhysicalDrive1',
    target: 'neue Datei: .vhd, oder .img oder .raw für die Bytes allein',
    child: 'Datei der differenzierenden Festplatte',
  },
  options: {
    size: 'Kapazität in Byte oder mit Einheit (512M, 127G); ohne Angabe 127 GB; einer Diskette 160K bis 2.88M, ohne Angabe 1.44M',
    newSize: 'neue Kapazität in Byte oder mit Einheit (512M, 127G)',
    fixed: 'die Datei hat von Anfang an ihre volle Größe und belegt ihren Platz; das braucht seine Zeit',
    dynamic: 'die Datei wächst mit dem, was geschrieben wird; so ohne Angabe',
    parent: 'eine differenzierende Festplatte erstellen, die nur speichert, was von dieser abweicht',
    copy: 'diese Festplatte kopieren: ein Abbild beliebigen Formats oder eine physische wie /dev/sdb oder \\\\.\\PhysicalDrive1',
    rightParent: 'die Festplatte, auf der sie aufbaut',
    repair: 'reparieren, was sich ohne Verlust reparieren lässt',
    format: 'raw: die Bytes nehmen, wie sie sind, wie auch immer die Datei aussieht; sonst entscheidet ihr Inhalt',
    backing:
      'worauf die Festplatte aufbaut, wo das nicht gefunden wird oder der Datei nicht zu trauen ist; mehrfach für das, worauf diese aufbaut',
    force:
      'auch wo sich ein gespeicherter Computer auf die Festplatte verlässt oder die übergeordnete seither geändert wurde',
    into: 'stattdessen aus der ganzen Kette eine neue dynamische Festplatte erstellen',
  },
  usage: {
    invalidSize: (text) => `„${text}“ ist keine Größe wie 512M, 127G oder eine Anzahl von Bytes.`,
    newName: (text) =>
      `Der Name einer virtuellen Festplatte endet auf .vhd, der einer Diskette auf .vfd; „${text}“ tut das nicht.`,
    vhdName: (text) => `Der Name einer virtuellen Festplatte endet auf .vhd; „${text}“ tut das nicht.`,
    notForFloppies: (flag) => `${flag} gilt für eine virtuelle Festplatte, deren Name auf .vhd endet.`,
    targetName: (text) =>
      `Das Ziel endet auf .vhd, oder auf .img oder .raw für die Bytes allein; „${text}“ tut das nicht.`,
    rawHasNoType: (flag) => `${flag} gilt für ein Ziel, das auf .vhd endet.`,
    unknownFormat: (text) =>
      `„${text}“ kann nicht verlangt werden: --format kennt nur raw; andere Formate werden erkannt.`,
    onlyWithCopy: (flag) => `${flag} betrifft die Festplatte, die --copy nennt.`,
    backingTooMany: (file) =>
      `${file} baut auf keiner anderen Festplatte auf: Lassen Sie weg, was --backing dafür nennt.`,
    notTogether: (flags) => `Nur eines von ${flags.join(', ')} ist möglich.`,
  },
  types: { fixed: 'feste Größe', dynamic: 'dynamisch', differencing: 'differenzierend' },
  floppy: {
    type: 'Diskette',
    capacity: (name, bytes) => `${name.slice(0, -1).replace('.', ',')} ${name.slice(-1)}B (${bytes} Byte)`,
    noFileSystem: 'keines, das hier bekannt ist',
  },
  details: {
    file: 'Datei',
    type: 'Typ',
    capacity: 'Kapazität',
    fileSize: 'Dateigröße',
    allocated: 'Belegt',
    blockSize: 'Blockgröße',
    id: 'Kennung',
    creator: 'Ersteller',
    created: 'Erstellt',
    modified: 'Geändert',
    geometry: 'Geometrie',
    parent: 'Übergeordnet',
    health: 'Zustand',
    fileSystem: 'Dateisystem',
    format: 'Format',
    sectorSize: 'Sektorgröße',
  },
  health: {
    sound: 'in Ordnung',
    unexamined: 'nicht geprüft; was hier steht, war lesbar',
    footerDamaged: 'die Fußzeile ist beschädigt („disk check --repair“ repariert sie)',
    headerChecksumWrong: 'die Prüfsumme der Kopfzeile ist falsch („disk check --repair“ berichtigt sie)',
    footerCopyDamaged: 'die Kopie der Fußzeile ist beschädigt („disk check --repair“ repariert sie)',
    blocksDamaged: 'Blöcke liegen, wo sie nicht liegen können („disk check“ zeigt, welche): Sicherung verwenden',
    truncated: (size, needed) =>
      `sie ist abgeschnitten: sie endet bei Byte ${size} und benötigt ${needed} Byte; kopieren oder laden Sie sie erneut`,
    blocksNotExamined: 'ihre Blöcke wurden nicht untersucht',
    parentNotSound: 'eine Festplatte, auf der sie aufbaut, ist nicht in Ordnung: siehe unten',
    savedState: 'ein gespeicherter Computer verlässt sich auf sie: nicht verändern',
    parentModified: 'die übergeordnete Festplatte wurde seither geändert',
    parent: {
      PARENT_NOT_FOUND: 'die übergeordnete Festplatte wurde nicht gefunden („disk reconnect“ nennt sie)',
      PARENT_CHANGED: 'wo die übergeordnete Festplatte war, ist eine andere („disk reconnect“ nennt die richtige)',
      PARENT_CIRCLE:
        'sie baut auf sich selbst auf, unmittelbar oder über ihre übergeordneten („disk reconnect“ nennt die richtige)',
      PARENT_UNREADABLE:
        'die Datei der übergeordneten Festplatte ist beschädigt und nicht lesbar: stellen Sie sie aus einer Sicherung wieder her',
      PARENT_NEEDED: 'die übergeordnete Festplatte wird nur geöffnet, wenn --backing sie nennt',
      PARENT_MISMATCH: 'die übergeordnete Festplatte wurde seither geändert oder ist eine andere',
    },
  },
  bytes: (count) => `${formatSize(count, 'de')} (${count} Byte)`,
  findings: {
    FOOTER_DAMAGED: () => 'Die Fußzeile am Ende ist beschädigt oder fehlt; ihre Kopie ist in Ordnung.',
    FOOTER_COPY_DAMAGED: () => 'Die Kopie der Fußzeile am Anfang ist beschädigt.',
    HEADER_CHECKSUM_WRONG: () =>
      'Die Prüfsumme der Kopfzeile (dynamic disk header) ist falsch; was darin steht, ist lesbar.',
    SPACE_UNUSED: ({ size }) =>
      `${formatSize(size, 'de')} am Ende der Datei werden nicht verwendet; das ist kein Schaden.`,
    SPACE_LOST: ({ size }) => `${formatSize(size, 'de')} am Ende der Datei gehören zu nichts.`,
    BLOCK_MISPLACED: ({ block, position }) =>
      `Block ${block} kann nicht ab Byte ${position} liegen: Seine Sektoren sind verloren.`,
    BLOCKS_OVERLAP: ({ block, other, position }) =>
      `Die Blöcke ${other} und ${block} liegen an derselben Stelle, ab Byte ${position}: Mindestens einer ist verloren.`,
    PARENT_NOT_FOUND: ({ path, parent }) =>
      `Die übergeordnete Festplatte ${parent} von ${path} wurde nicht gefunden; „disk reconnect“ sagt, wo sie ist.`,
    PARENT_CHANGED: ({ path, parent }) =>
      `${parent} ist nicht die übergeordnete Festplatte von ${path}; „disk reconnect“ nennt die richtige.`,
    PARENT_CIRCLE: ({ path }) =>
      `${path} baut auf sich selbst auf, unmittelbar oder über die übergeordneten; „disk reconnect“ nennt die richtige.`,
    PARENT_UNREADABLE: ({ path, parent }) =>
      `Die übergeordnete Festplatte ${parent} von ${path} ist beschädigt und nicht lesbar: Stellen Sie sie aus einer Sicherung wieder her.`,
    PARENT_DAMAGED: ({ parent }) =>
      `Die übergeordnete Festplatte ${parent} ist beschädigt; „disk check ${parent}“ zeigt, was nicht stimmt.`,
    PARENT_MODIFIED: ({ path, parent }) =>
      `Hinweis: ${parent} wurde geändert, nachdem ${path} darauf aufgebaut wurde. Auch das Kopieren einer Datei ändert ihre Zeit; ein anderer Inhalt macht unbrauchbar, was darauf aufbaut.`,
    SAVED_STATE: () => 'Hinweis: Ein gespeicherter Computer verlässt sich auf die Festplatte. Verändern Sie sie nicht.',
    TRUNCATED: ({ size, needed }) =>
      `Die Datei ist abgeschnitten: Sie endet bei Byte ${size} und benötigt ${needed} Byte. Was dahinter lag, ist verloren; kopieren oder laden Sie sie erneut.`,
    UNREADABLE: ({ structure }) => `Nichts kann gelesen werden: „${structure}“ kann nicht stimmen.`,
  },
  repaired: (finding) => `${finding} Repariert.`,
  noFindings: (file) => `${file} ist in Ordnung.`,
  allTheSame: 'Trotzdem ausführen? [j/N] ',
  repairHint: 'Mit --repair wird das repariert.',
  notRepairableHint: 'Das lässt sich nicht ohne Verlust reparieren. Verwenden Sie eine Sicherung.',
  created: (file, type, capacity) => `${file} wurde erstellt: ${type}, ${capacity}.`,
  createdChild: (file, parent) => `${file} wurde erstellt und baut auf ${parent} auf, das sich nicht mehr ändern darf.`,
  compacted: (file, before, after) => `${file} wurde komprimiert: vorher ${before}, jetzt ${after}.`,
  notSmaller: (file, size) => `${file} lässt sich nicht verkleinern und bleibt, wie es ist: ${size}.`,
  mounted: (disk) =>
    `${disk} wird verwendet. Was währenddessen geschrieben wird, ist womöglich nur halb in der Kopie: Hängen Sie die Festplatte vorher aus, oder starten Sie von einem anderen Datenträger.`,
  converted: (source, target, format) =>
    `${source}${format === null ? '' : ` (${format})`} wurde nach ${target} kopiert.`,
  remarks: {
    PADDED: ({ size, capacity }) =>
      `Die Festplatte wurde mit Nullen von ${formatSize(size, 'de')} auf ${formatSize(capacity, 'de')} aufgefüllt, die kleinste Größe einer virtuellen Festplatte.`,
    PARENT_MODIFIED: ({ path, parent }) =>
      `${parent} wurde geändert, nachdem ${path} darauf aufgebaut wurde; die Kopie ist deshalb womöglich falsch. Auch das Kopieren einer Datei ändert ihre Zeit: Vergleichen Sie die Kopie mit dem, was Sie von der Festplatte wissen.`,
    SECTORS_DIFFER: ({ sectorSize }) =>
      `Die Quelle hat Sektoren von ${sectorSize} Byte, die neue Festplatte von 512: Ein System darauf findet seine Partitionen wahrscheinlich nicht. Kopieren Sie stattdessen die Dateien, mit einem System, das beide Festplatten liest.`,
  },
  expanded: (file, capacity) =>
    `${file} hat jetzt ${capacity}. Die Partitionen des Gastes sind wie zuvor; vergrößern Sie sie im Gast.`,
  merged: (child, parent) => `${child} wurde mit ${parent} zusammengeführt und entfernt.`,
  mergedInto: (child, target) =>
    `${child} und die übergeordneten Festplatten wurden in ${target} zusammengeführt; sie bleiben, wie sie sind.`,
  reconnected: (child, parent) => `${child} ist wieder mit ${parent} verbunden.`,
}
