import type { ForeignFormat } from '../disk-error.ts'

const convert = (what: string) =>
  `ist ${what}; dieses Format wird hier nicht gelesen. Konvertieren Sie die Datei mit „qemu-img convert -O qcow2 DATEI NEU.qcow2“, und verwenden Sie die neue.`
const unpack = (what: string) => `ist ${what}. Entpacken Sie die Datei, und verwenden Sie die Festplatte darin.`

/** What a file is and what to do about it, behind its path. */
export const foreignFormatsDe: Readonly<Record<ForeignFormat, string>> = {
  parallels: convert('eine Parallels-Festplatte'),
  qed: convert('ein QED-Abbild'),
  bochs: convert('eine Bochs-Festplatte'),
  cloop: convert('ein cloop-Abbild'),
  sesparse: convert(
    'ein Teil einer VMware-Festplatte im seSparse-Format (geben Sie die Beschreibung an, die .vmdk-Datei daneben)',
  ),
  dmg: convert('ein Apple-Datenträgerabbild'),
  'encrypted-dmg':
    'ist ein verschlüsseltes Apple-Datenträgerabbild. Entschlüsseln Sie es auf einem Mac mit „hdiutil convert DATEI -format UDTO -o NEU“, und verwenden Sie die neue Datei.',
  ewf: 'ist ein EnCase-Abbild (EWF). Schreiben Sie seine Bytes mit „ewfexport DATEI“ in eine Datei, und verwenden Sie diese.',
  wim: 'ist ein Windows-Abbild (WIM), das Dateien enthält und keine Festplatte. Wenden Sie es mit den Werkzeugen von Windows auf eine Festplatte an.',
  zip: unpack('ein ZIP-Archiv'),
  gzip: unpack('mit gzip komprimiert'),
  xz: unpack('mit xz komprimiert'),
  bzip2: unpack('mit bzip2 komprimiert'),
  zstd: unpack('mit Zstandard komprimiert'),
  lz4: unpack('mit LZ4 komprimiert'),
  '7z': unpack('ein 7-Zip-Archiv'),
  rar: unpack('ein RAR-Archiv'),
  tar: unpack('ein tar-Archiv, wie virtuelle Appliances (.ova) es sind'),
  ovf: 'ist die Beschreibung einer virtuellen Appliance (OVF) und nicht ihre Festplatte. Verwenden Sie die .vmdk-Datei, die sie nennt und die daneben liegt.',
}
