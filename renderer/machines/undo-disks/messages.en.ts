/** Texts of undo disks, in Virtual Server's words where it has some. */
export const undoDisksEn = {
  label: 'Undo Disks',
  labelled: 'Undo disks:',
  disabled: 'Disabled',
  enabled: 'Enabled',
  enabledWhen: 'Enabled. {when}',
  present: 'What was written since is kept in them until it is committed or discarded.',
  actions: {
    commit: 'Commit Undo Disks…',
    discard: 'Discard Undo Disks…',
  },
  page: {
    intro:
      'With undo disks, nothing is written to the virtual hard disks of the virtual machine. What its guest writes goes to undo disks beside them, until you decide what becomes of it.',
    enable: 'Enable undo disks',
    enableHint: 'They apply to all hard disks of the virtual machine.',
    whenOff: 'When the virtual machine goes off:',
    actions: {
      ask: 'Ask what to do',
      keep: 'Keep the undo disks',
      commit: 'Commit them: the changes are written to the virtual hard disks',
      discard: 'Always discard them: every start begins from the same disks, as a lab or classroom wants it',
    },
  },
  when: {
    ask: 'Asks what to do when it goes off.',
    keep: 'Kept when it goes off.',
    commit: 'Committed when it goes off.',
    discard: 'Always discarded when it goes off.',
  },
  confirm: {
    commit: {
      title: 'Commit Undo Disks',
      text: 'Are you sure you want to commit the undo disks of the virtual machine “{name}”? What was written since they were made is written to its virtual hard disks, and cannot be undone then.',
      confirm: 'Commit',
      cancel: 'Don’t Commit',
    },
    discard: {
      title: 'Discard Undo Disks',
      text: 'Are you sure you want to discard the undo disks of the virtual machine “{name}”? All that was written since they were made is lost; its virtual hard disks are as they were before.',
      confirm: 'Discard',
      cancel: 'Don’t Discard',
    },
    wentOff: {
      title: 'Undo Disks',
      text: 'The virtual machine “{name}” went off. What is to become of what was written to its undo disks? Kept, it is there when the virtual machine is started again.',
      commit: 'Commit',
      discard: 'Discard',
      cancel: 'Keep',
    },
  },
}

export type UndoDiskMessages = typeof undoDisksEn
