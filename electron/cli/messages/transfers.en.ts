import type { TransferTexts } from './transfer-texts.ts'

export const transfersEn: TransferTexts = {
  commands: {
    clone: 'make copies of a virtual machine that is off or saved',
    export: 'put a virtual machine with all its disks into one file (.viridian) or a folder',
    import: 'make a virtual machine of what an export has made',
  },
  arguments: {
    newName: 'name of the clone; of several each has its number behind it',
    target: 'file to be made, ending in .viridian, or folder',
    source: 'exported file or folder',
  },
  options: {
    linked: 'base the disks on those of a snapshot, which takes hardly any time and room',
    full: 'copy the disks (default)',
    count: 'how many clones',
    snapshot: 'the snapshot to be taken in place of what the machine is now: its name or id',
    noState: 'without what the guest was doing',
    noSnapshots: 'without snapshots: each disk becomes one file',
    media: 'with the images in its drives',
    name: 'another name than the exported one',
    keepId: 'keep the identity the machine had',
    inPlace: 'move the exported folder to the virtual machines instead of copying it',
  },
  baseOfClones: 'Base of clones',
  cloned: (names) => `Cloned: ${names.map((name) => `“${name}”`).join(', ')}.`,
  exported: (machine, path) => `“${machine}” has been exported to ${path}.`,
  imported: (machine) => `“${machine}” has been imported.`,
  stateDoesNotFit:
    'Its saved state is of another version, or a disc in its drives is another one here: delete the saved state to start it anew.',
  mediaMissing: (files) => `These images were not exported, and their drives are empty: ${files.join(', ')}`,
}
