/** Texts of the help topics. */
export const helpEn = {
  title: 'Viridian Help',
  topics: {
    create: {
      title: 'Create a virtual machine',
      text: 'Select the host in the console tree, then New and Virtual Machine in the Actions pane. Give it a name and memory, and choose the ready-made lab guest or a bootable CD/DVD image.',
    },
    start: {
      title: 'Start and watch it',
      text: 'Select the virtual machine and choose Start. State, CPU usage and uptime are measured every second; the graph below shows the last minute.',
    },
    connect: {
      title: 'Use its screen',
      text: 'Choose Connect, or press Enter in the list. The connection shows screen and serial port; keys go to the guest while its screen has the focus.',
    },
    save: {
      title: 'Save it and go on later',
      text: 'Save keeps what the guest is doing in a file and turns the virtual machine off; Start goes on from there. Delete Saved State makes it start anew.',
    },
    turnOff: {
      title: 'Turn it off',
      text: 'Shut Down asks the guest to end in good order, by its guest agent or the power button. Where it does not, choose Turn Off, which is like pulling the power cord.',
    },
    snapshots: {
      title: 'Keep what it is, and go back to it',
      text: 'Snapshot keeps what the virtual machine is now, whether it runs, is saved or is off. The Snapshots pane shows the tree of them: Apply makes the virtual machine what it was, Revert goes back to the last one, and each can be renamed, given notes and deleted.',
    },
    undoDisks: {
      title: 'Lose what was changed when it goes off',
      text: 'With undo disks, in the settings, changes are kept apart until the virtual machine goes off; then they are committed, discarded, or asked about. Commit and Discard Undo Disks do so later.',
    },
    transfer: {
      title: 'Export, import and clone it',
      text: 'Export copies a virtual machine that is off or saved, or one of its snapshots, into one .viridian file or a folder; Import Virtual Machine, at the host, makes a virtual machine of that again. Clone makes up to {clones} copies at once: linked clones share the disks of a snapshot and are there in a moment, full copies depend on nothing.',
    },
    templates: {
      title: 'Make templates of it',
      text: 'Save as Template keeps a full copy of a virtual machine that is off or saved. New Virtual Machine offers it: what is made of it shares its disks, and goes on where a saved one was, under its own name. Templates, at the host, shows and deletes them.',
    },
    disks: {
      title: 'Look after virtual hard disks',
      text: 'The host’s actions make new ones (New), show what one is (Inspect Disk), and compact, convert, expand, merge, reconnect or check one (Edit Disk). The Jobs tab shows how that goes.',
    },
    trash: {
      title: 'Delete it, and get it back',
      text: 'A deleted virtual machine can be restored for {days} days: at once with Undo, later with Deleted Virtual Machines among the host’s actions. Its disks go with it, or are kept.',
    },
    jobs: {
      title: 'See what happened and what goes on',
      text: 'The Jobs tab shows what takes its time, how far it is and what it did, and cancels it. The Events tab shows what happened, to which virtual machine and by whom.',
    },
  },
  keys: 'Keyboard',
  moreKeys: 'The connection has more: see its Help menu.',
  keyTexts: {
    help: 'This help',
    nextPane: 'To the next pane',
    previousPane: 'To the previous pane',
    menu: 'To the menu bar',
    contextMenu: 'Context menu of what is selected',
    connect: 'Connect to the selected virtual machine',
    selectAll: 'Select all virtual machines; with Ctrl or Shift, a click or the arrow keys select several',
    rename: 'Rename the selected virtual machine or snapshot',
    delete: 'Delete the selected virtual machine or snapshot; close the selected tab',
    escape: 'Close a dialog or menu and change nothing',
  },
}

export type HelpMessages = typeof helpEn
