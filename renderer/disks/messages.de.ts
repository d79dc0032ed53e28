import type { DisksMessages } from './messages.en.ts'

/** Wording of the German edition of Hyper-V, where it has one. */
export const disksDe: DisksMessages = {
  actions: {
    newDisk: 'Festplatte …',
    newFloppy: 'Diskette …',
    inspect: 'Datenträger überprüfen …',
    edit: 'Datenträger bearbeiten …',
  },
  types: { dynamic: 'Dynamisch erweiterbar', fixed: 'Feste Größe', differencing: 'Differenzierend' },
  name: 'Name:',
  location: 'Pfad:',
  size: 'Größe:',
  unit: 'Einheit',
  sizeLimit: 'Maximum: {maximum}',
  newDisk: {
    title: 'Assistent für neue virtuelle Festplatten',
    pages: {
      type: 'Datenträgertyp auswählen',
      location: 'Name und Pfad angeben',
      content: 'Datenträger konfigurieren',
      summary: 'Zusammenfassung',
    },
    type: 'Welchen Typ von virtueller Festplatte möchten Sie erstellen?',
    typeTexts: {
      dynamic:
        'Die Datei ist anfangs klein und wächst mit dem, was auf die Festplatte geschrieben wird. So wird der Platz auf dem physischen Datenträger besser genutzt.',
      fixed:
        'Die Datei hat von Anfang an ihre volle Größe und behält sie. Das Erstellen dauert länger, dafür geht später der Platz nicht aus.',
      differencing:
        'Die Festplatte ist einer anderen untergeordnet und speichert nur, was von dieser abweicht. Die übergeordnete bleibt, wie sie ist, und darf nicht mehr geändert werden.',
    },
    locationIntro: 'Geben Sie Name und Pfad der Datei der virtuellen Festplatte an, auf dem Computer des Hosts.',
    defaultName: 'Neue virtuelle Festplatte.vhd',
    contentIntro:
      'Erstellen Sie eine leere virtuelle Festplatte, oder kopieren Sie den Inhalt eines vorhandenen Datenträgers.',
    blank: 'Neue leere virtuelle Festplatte erstellen',
    copy: 'Inhalt des angegebenen Datenträgers kopieren',
    source: 'Abbilddatei oder physischer Datenträger:',
    sourceHint:
      'Eine virtuelle Festplatte oder ein Abbild (VHD, VHDX, VMDK, VDI, qcow2, raw) oder ein physischer Datenträger des Hosts.',
    raw: 'Die Datei enthält die Bytes einer Festplatte, wie sie sind (raw)',
    backing: 'Datei, auf der das Abbild aufbaut:',
    nextBacking: 'Datei, auf der diese aufbaut:',
    backingHint:
      'Nur, wenn sie nicht von selbst gefunden wird. Worauf qcow- und qcow2-Abbilder aufbauen, wird nur geöffnet, wenn Sie es hier angeben.',
    parentIntro:
      'Geben Sie die virtuelle Festplatte an, die der differenzierenden Festplatte übergeordnet werden soll.',
    parent: 'Übergeordnete Festplatte:',
    summaryIntro: 'Sie haben die folgende virtuelle Festplatte beschrieben. „Fertig stellen“ erstellt sie.',
    summary: {
      type: 'Typ:',
      file: 'Datei:',
      size: 'Größe:',
      source: 'Kopiert von:',
      raw: 'Format:',
      asItIs: 'Raw, die Bytes, wie sie sind',
      backing: 'Aufbauend auf:',
      parent: 'Übergeordnet:',
    },
  },
  newFloppy: {
    title: 'Virtuelle Diskette erstellen',
    intro: 'Geben Sie Name und Pfad der Datei der virtuellen Diskette an, auf dem Computer des Hosts.',
    defaultName: 'Neue virtuelle Diskette.vfd',
    capacity: 'Kapazität:',
    capacities: {
      k160: '160 KB (5,25 Zoll, einseitig, 8 Sektoren)',
      k180: '180 KB (5,25 Zoll, einseitig, 9 Sektoren)',
      k320: '320 KB (5,25 Zoll, 8 Sektoren)',
      k360: '360 KB (5,25 Zoll, DD)',
      k640: '640 KB (8 Sektoren, 80 Spuren)',
      k720: '720 KB (3,5 Zoll, DD)',
      m12: '1,2 MB (5,25 Zoll, HD)',
      m144: '1,44 MB (3,5 Zoll, HD)',
      m168: '1,68 MB (3,5 Zoll, DMF)',
      m288: '2,88 MB (3,5 Zoll, ED)',
    },
    create: 'Erstellen',
  },
  editDisk: {
    title: 'Assistent zum Bearbeiten virtueller Festplatten',
    pages: {
      locate: 'Datenträger suchen',
      action: 'Aktion auswählen',
      configure: 'Datenträger konfigurieren',
      summary: 'Zusammenfassung',
    },
    locateIntro: 'Wo befindet sich die Datei der virtuellen Festplatte?',
    locateWarning:
      'Bearbeiten Sie keine virtuelle Festplatte, auf der andere aufbauen oder die zu einem virtuellen Computer mit gespeichertem Zustand gehört: Deren Daten könnten verloren gehen.',
    actionIntro: 'Was möchten Sie mit der virtuellen Festplatte tun?',
    disk: '{name}: {type}, {capacity}',
    brokenParent:
      'Die übergeordnete Festplatte wurde nicht gefunden. Geben Sie an, wo sie ist, bevor etwas anderes mit dieser Festplatte geschieht.',
    otherParent: 'Wo die übergeordnete Festplatte war, ist eine andere. Geben Sie an, wo die richtige ist.',
    circle:
      'Diese Festplatte baut auf sich selbst auf, unmittelbar oder über die übergeordneten. Geben Sie an, wo die richtige übergeordnete ist.',
    unreadableParent:
      'Die Datei der übergeordneten Festplatte ist beschädigt und nicht lesbar. Stellen Sie sie aus einer Sicherung wieder her, oder geben Sie an, wo eine unversehrte Kopie ist.',
    damaged:
      'Blöcke dieser Festplatte liegen, wo sie nicht liegen können. „Auf Schäden prüfen“ zeigt, welche; verwenden Sie eine Sicherung.',
    brokenChain:
      'Die Kette der übergeordneten Festplatten ist bei {path} unterbrochen. Bearbeiten Sie zuerst jene, um ihre Verbindung wiederherzustellen; diese kann nur auf Schäden geprüft werden.',
    savedState:
      'Der Zustand eines virtuellen Computers ist zusammen mit dieser Festplatte gespeichert. Eine Änderung der Festplatte würde ihn unbrauchbar machen.',
    actions: {
      compact: 'Komprimieren',
      convert: 'Konvertieren',
      expand: 'Erweitern',
      merge: 'Zusammenführen',
      reconnect: 'Verbindung wiederherstellen',
      check: 'Auf Schäden prüfen',
    },
    actionTexts: {
      compact: 'Verkleinert die Datei. Die Kapazität der Festplatte bleibt gleich.',
      convert: 'Kopiert den Inhalt in eine neue Festplatte anderen Typs. Diese bleibt, wie sie ist.',
      expand: 'Gibt der Festplatte mehr Kapazität.',
      merge:
        'Bringt, was die differenzierende Festplatte speichert, in die übergeordnete oder mit allen übergeordneten in eine neue.',
      reconnect: 'Sagt der differenzierenden Festplatte, wo ihre übergeordnete jetzt ist.',
      check: 'Sucht nach Schäden und bietet an, zu reparieren, was sich ohne Verlust reparieren lässt.',
    },
    configureIntro: {
      convert: 'Wählen Sie, was die neue Festplatte sein soll und wo ihre Datei erstellt wird.',
      expand: 'Wie groß soll die virtuelle Festplatte werden?',
      merge: 'Wohin möchten Sie die differenzierende Festplatte zusammenführen?',
      reconnect: 'Geben Sie die Datei der übergeordneten Festplatte an. Die Festplatte nennt sie {parent}.',
    },
    formats: {
      dynamic: 'Dynamisch erweiterbare virtuelle Festplatte',
      fixed: 'Virtuelle Festplatte fester Größe',
      raw: 'Raw-Abbild, nur die Bytes des Datenträgers',
    },
    target: 'Neue Datei:',
    currentSize: 'Aktuelle Größe: {size}',
    newSize: 'Neue Größe:',
    expandHint: 'Die Partitionen bleiben, wie sie sind; vergrößern Sie sie danach im Gastbetriebssystem.',
    mergeParent: 'In die übergeordnete virtuelle Festplatte',
    mergeParentText: 'Alles kommt nach {parent}; danach wird die differenzierende Festplatte entfernt.',
    mergeNew: 'In eine neue virtuelle Festplatte',
    mergeNewText: 'Die differenzierende Festplatte und die übergeordneten bleiben, wie sie sind.',
    parent: 'Übergeordnete Festplatte:',
    acceptOther: 'Eine andere Festplatte annehmen als die, mit der diese erstellt wurde',
    acceptOtherText:
      'Nur wenn Sie wissen, dass der Inhalt derselbe ist: Sonst werden die Daten dieser Festplatte unbrauchbar.',
    allTheSame: 'Trotzdem ausführen',
    summaryIntro: 'Sie sind im Begriff, Folgendes zu tun. „Fertig stellen“ beginnt damit.',
    summary: {
      action: 'Aktion:',
      disk: 'Festplatte:',
      format: 'Neue Festplatte:',
      target: 'Neue Datei:',
      size: 'Neue Größe:',
      into: 'Zusammenführen in:',
      parent: 'Übergeordnet:',
      acceptOther: 'Eine andere:',
      accepted: 'Wird angenommen',
    },
  },
  inspect: {
    title: 'Virtuelle Festplatte überprüfen',
    intro: 'Welche virtuelle Festplatte möchten Sie überprüfen?',
    path: 'Datei (.vhd):',
    open: 'Überprüfen',
    properties: 'Eigenschaften der virtuellen Festplatte',
    inspectParent: 'Übergeordnete überprüfen',
    back: 'Zurück',
    facts: {
      format: 'Format:',
      type: 'Typ:',
      location: 'Pfad:',
      fileName: 'Dateiname:',
      fileSize: 'Aktuelle Datenträgergröße:',
      capacity: 'Maximale Datenträgergröße:',
      id: 'Kennung:',
      health: 'Zustand:',
      parent: 'Übergeordnet:',
    },
    format: 'VHD',
    health: {
      sound: 'In Ordnung.',
      truncated:
        'Sie ist abgeschnitten: Sie endet bei Byte {size} und benötigt {needed} Byte. Kopieren oder laden Sie sie erneut.',
      footerDamaged: 'Die Fußzeile ist beschädigt; „Auf Schäden prüfen“ in „Datenträger bearbeiten“ repariert sie.',
      footerCopyDamaged:
        'Die Kopie der Fußzeile ist beschädigt; „Auf Schäden prüfen“ in „Datenträger bearbeiten“ repariert sie.',
      headerChecksumWrong:
        'Die Prüfsumme der Kopfzeile ist falsch; „Auf Schäden prüfen“ in „Datenträger bearbeiten“ berichtigt sie.',
      blocksDamaged:
        'Blöcke liegen, wo sie nicht liegen können: Verwenden Sie eine Sicherung. „Auf Schäden prüfen“ in „Datenträger bearbeiten“ zeigt, welche.',
      blocksNotExamined: 'Ihre Blöcke wurden nicht untersucht.',
      savedState: 'Ein gespeicherter virtueller Computer verlässt sich auf sie: Ändern Sie sie nicht.',
      parentModified: 'Die übergeordnete Festplatte wurde geändert, seit diese erstellt wurde.',
      PARENT_NOT_FOUND:
        'Die übergeordnete Festplatte wurde nicht gefunden; „Verbindung wiederherstellen“ in „Datenträger bearbeiten“ sagt, wo sie ist.',
      PARENT_CHANGED:
        'Wo die übergeordnete Festplatte war, ist eine andere; „Verbindung wiederherstellen“ in „Datenträger bearbeiten“ nennt die richtige.',
      PARENT_CIRCLE:
        'Sie baut auf sich selbst auf, unmittelbar oder über die übergeordneten; „Verbindung wiederherstellen“ in „Datenträger bearbeiten“ nennt die richtige.',
      PARENT_UNREADABLE:
        'Die Datei der übergeordneten Festplatte ist beschädigt und nicht lesbar: Stellen Sie sie aus einer Sicherung wieder her.',
    },
  },
  copied: {
    title: 'Die neue Festplatte ist fertig',
    remarks: {
      PADDED:
        'Die Festplatte wurde mit Nullen von {size} auf {capacity} aufgefüllt, die kleinste Größe einer virtuellen Festplatte.',
      PARENT_MODIFIED:
        '{parent} wurde geändert, nachdem {path} darauf aufgebaut wurde; die Kopie ist deshalb womöglich falsch. Auch das Kopieren einer Datei ändert ihre Zeit: Vergleichen Sie die Kopie mit dem, was Sie von der Festplatte wissen.',
      SECTORS_DIFFER:
        'Die Quelle hat Sektoren von {sectorSize} Byte, die neue Festplatte von 512: Ein System darauf findet seine Partitionen wahrscheinlich nicht. Kopieren Sie stattdessen die Dateien, mit einem System, das beide Festplatten liest.',
    },
  },
  check: {
    title: 'Ergebnis der Prüfung',
    sound: '{name} ist in Ordnung.',
    found: 'In {name} wurde gefunden:',
    repair: 'Reparieren',
    repaired: '{finding} Repariert.',
    repairable: '„Reparieren“ behebt, was sich ohne Verlust beheben lässt.',
    notRepairable: 'Nicht alles lässt sich ohne Verlust beheben. Verwenden Sie eine Sicherung.',
    reconnectable:
      '„Verbindung wiederherstellen“ in „Datenträger bearbeiten“ sagt, wo die übergeordnete Festplatte ist.',
    findings: {
      FOOTER_DAMAGED: 'Die Fußzeile am Ende ist beschädigt oder fehlt; ihre Kopie ist in Ordnung.',
      FOOTER_COPY_DAMAGED: 'Die Kopie der Fußzeile am Anfang ist beschädigt.',
      HEADER_CHECKSUM_WRONG:
        'Die Prüfsumme der Kopfzeile (dynamic disk header) ist falsch; was darin steht, ist lesbar.',
      SPACE_UNUSED: '{size} am Ende der Datei werden nicht verwendet; das ist kein Schaden.',
      SPACE_LOST: '{size} am Ende der Datei gehören zu nichts.',
      BLOCK_MISPLACED: 'Block {block} kann nicht ab Byte {position} liegen: Seine Sektoren sind verloren.',
      BLOCKS_OVERLAP:
        'Die Blöcke {other} und {block} liegen an derselben Stelle, ab Byte {position}: Mindestens einer ist verloren.',
      PARENT_NOT_FOUND: 'Die übergeordnete Festplatte {parent} von {path} wurde nicht gefunden.',
      PARENT_CHANGED: '{parent} ist nicht die übergeordnete Festplatte von {path}: Ihre Kennung ist eine andere.',
      PARENT_CIRCLE: '{path} baut auf sich selbst auf, unmittelbar oder über die übergeordneten.',
      PARENT_UNREADABLE:
        'Die übergeordnete Festplatte {parent} von {path} ist beschädigt und nicht lesbar: Stellen Sie sie aus einer Sicherung wieder her.',
      PARENT_DAMAGED: 'Die übergeordnete Festplatte {parent} ist beschädigt: Prüfen Sie auch sie.',
      PARENT_MODIFIED:
        'Hinweis: {parent} wurde geändert, nachdem {path} darauf aufgebaut wurde. Auch das Kopieren einer Datei ändert ihre Zeit; ein anderer Inhalt macht unbrauchbar, was darauf aufbaut.',
      SAVED_STATE:
        'Hinweis: Ein gespeicherter virtueller Computer verlässt sich auf die Festplatte. Verändern Sie sie nicht.',
      TRUNCATED:
        'Die Datei ist abgeschnitten: Sie endet bei Byte {size} und benötigt {needed} Byte. Was dahinter lag, ist verloren; kopieren oder laden Sie sie erneut.',
      UNREADABLE: 'Nichts kann gelesen werden: „{structure}“ kann nicht stimmen.',
    },
  },
  jobs: {
    title: 'Aufträge',
    titleAtWork: 'Aufträge ({count})',
    none: 'Keine Aufträge. Hier wird längere Arbeit angezeigt, während und nachdem sie getan wird.',
    operation: 'Vorgang',
    file: 'Objekt',
    status: 'Status',
    started: 'Begonnen',
    result: 'Ergebnis',
    user: 'Benutzer',
    duration: 'Dauer',
    remaining: 'noch {time}',
    showAll: 'Alle gespeicherten anzeigen',
    notCancellable: 'Kann nicht abgebrochen werden.',
    changes: { made: '{file} erstellt', changed: '{file} geändert', removed: '{file} entfernt' },
    progress: '{name} ({percent}%)',
    ofFile: '{operation}: {file}',
    atWork: '{count} Aufträge in Arbeit',
    starting: 'Der Host wird gebeten, damit zu beginnen …',
    hide: 'Ausblenden',
    hideHint: 'Ausgeblendet geht es weiter; die Registerkarte „Aufträge“ zeigt, wie weit es ist.',
    cancel: 'Abbrechen',
    cancelJob: 'Abbrechen: {operation}, {file}',
    cancelled: 'Es wurde abgebrochen und kann von Neuem begonnen werden.',
  },
}
