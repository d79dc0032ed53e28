/** Texts of exports, imports and clones, in Hyper-V's words where it has some. */
export const transferEn = {
  actions: { export: 'Export…', clone: 'Clone…', import: 'Import Virtual Machine…' },
  export: {
    title: 'Export Virtual Machine',
    intro:
      'Everything that belongs to the virtual machine “{name}” is copied, so that it can be imported again, here or on another host.',
    introSnapshot:
      'The virtual machine “{name}” is exported as it was when the snapshot “{snapshot}” was taken, as a virtual machine without snapshots.',
    path: 'Export to:',
    format: 'Export as',
    formats: { file: 'One file (.viridian)', folder: 'A new folder' },
    with: 'Take along',
    parts: {
      state: {
        label: 'Saved states',
        hint: 'The guest goes on where it was. What it had in its drives goes along in any case.',
        none: 'Nothing has been saved.',
      },
      snapshots: {
        label: 'Snapshots',
        hint: 'Without them each virtual hard disk becomes one file.',
        none: 'There are no snapshots.',
      },
      media: {
        label: 'Disk images in the drives',
        hint: 'CD/DVD and floppy images. Without them the drives are empty after the import.',
        none: 'There are no disk images in the drives.',
      },
    },
    confirm: 'Export',
  },
  clone: {
    base: 'Base of clones',
    title: 'Clone Virtual Machine',
    intro: 'Clones are virtual machines of their own that begin as “{name}” is.',
    defaultName: '{name} - Clone',
    count: 'Number of clones:',
    names: '“{first}” to “{last}”',
    from: 'Starting point:',
    now: 'The virtual machine as it is now',
    mode: 'Virtual hard disks',
    modes: {
      linked: {
        label: 'Linked clones',
        text: 'Made in a moment: they share the disks of a snapshot, which is taken where it is needed, and keep only what they change. The virtual machine cannot be deleted while they exist.',
      },
      full: {
        label: 'Full copies',
        text: 'Each gets copies of all disks, and depends on no other virtual machine. This takes time and room.',
      },
    },
    confirm: 'Clone',
  },
  import: {
    title: 'Import Virtual Machine',
    pages: { locate: 'Locate Export', choose: 'Choose Import Type', summary: 'Summary' },
    locateIntro: 'Specify the file or folder that an export has made.',
    path: 'File or folder:',
    pathHint: 'A .viridian file, or the folder with manifest.json in it, as a full path on the host.',
    nameTaken: 'There already is a virtual machine named “{name}”.',
    identity: 'Identity',
    identities: {
      new: {
        label: 'Generate a new ID',
        text: 'For a copy of a virtual machine that goes on existing elsewhere.',
      },
      kept: {
        label: 'Keep the ID it had',
        text: 'For a virtual machine that moves here.',
        taken: 'The virtual machine it was exported from is here. Its copy needs an ID of its own.',
      },
    },
    mode: 'Files',
    modes: {
      copy: { label: 'Copy them', text: 'What was exported stays as it is, and can be imported again.' },
      inPlace: {
        label: 'Use the exported folder itself',
        text: 'It is moved to the virtual machines: quick, needs no room, and can be done once.',
        file: 'Only a folder can be used itself; this is a file.',
      },
    },
    summaryIntro: 'The following virtual machine is imported. Finish begins it.',
    summary: {
      source: 'From:',
      exported: 'Exported:',
      by: '{time}, by Viridian {version}',
      size: 'Size:',
      saved: 'Saved: the guest goes on where it was.',
      off: 'Off',
    },
    warnings: {
      template:
        'The ready-made guest {name} is missing on this host, or is another version: the drive it is in cannot be used as it was.',
      media: 'The image {path} was not exported: its drive is empty after the import. Insert it again if it is needed.',
      state:
        'Its saved states are of another version, or know another disc: they cannot be restored here. Delete the saved state after the import to start it anew.',
    },
  },
}

export type TransferMessages = typeof transferEn
