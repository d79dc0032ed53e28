/** Texts about templates of the user's own. */
export const templatesEn = {
  actions: { save: 'Save as Template…', list: 'Templates…' },
  save: {
    title: 'Save as Template',
    cold: 'A full copy of “{name}” is kept. Virtual machines that are made of it share its disks, and start anew.',
    warm: 'A full copy of “{name}” is kept, with what it was doing when it was saved. Virtual machines that are made of it share its disks, and go on from there.',
    description: 'Description:',
    confirm: 'Save',
  },
  kinds: {
    warm: 'Goes on where it was saved, instead of starting anew: ready in a moment.',
    cold: 'Starts anew, from a copy of its disks.',
    unfit:
      'Its saved state is of another version of Viridian: delete that of the new virtual machine to start it anew.',
  },
  wizard: { template: 'Template {name}', label: 'Template:' },
  title: 'Templates',
  intro: 'Virtual machines that you keep to make others of. New ▸ Virtual Machine offers them.',
  none: 'There are no templates yet. Save a virtual machine as one while it is off or saved.',
  columns: { name: 'Name', start: 'Its virtual machines', createdAt: 'Created' },
  starts: { warm: 'Go on where it was saved', cold: 'Start anew' },
  delete: 'Delete',
  deleteOf: 'Delete {name}',
  sure: {
    title: 'Delete Template',
    text: 'Delete the template “{name}” for good?',
    confirm: 'Delete',
    cancel: 'Don’t Delete',
  },
}

export type TemplateMessages = typeof templatesEn
