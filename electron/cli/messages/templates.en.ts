import type { TemplateTexts } from './template-texts.ts'

export const templatesEn: TemplateTexts = {
  group: 'templates of your own: copies of machines to make machines of',
  commands: {
    create: 'keep a copy of a virtual machine that is off or saved as a template',
    list: 'list the templates, your own and those that come with Viridian',
    show: 'show everything about a template',
    delete: 'delete a template for good; asks first on a terminal',
  },
  nameArgument: 'name of the template',
  options: {
    from: 'the virtual machine to be copied; machines made of a saved one go on where it was',
    snapshot: 'the snapshot to be taken in place of what the machine is now: its name or id',
    description: 'what it is for; without it the notes of the virtual machine',
  },
  columns: { name: 'Name', start: 'Its machines', memory: 'Memory', description: 'Description' },
  details: { description: 'Description', start: 'Its machines' },
  starts: {
    goesOn: 'go on where it was saved',
    anew: 'start anew',
    disc: 'start from its CD/DVD',
    disk: 'start from its hard disk',
    notBuilt: 'cannot be made yet (npm start)',
  },
  stateDoesNotFit:
    'The saved state of the template is of another version of Viridian: delete the saved state of the machine (vm delete-saved-state) to start it anew.',
  createdMany: (names) => `Created: ${names.map((name) => `“${name}”`).join(', ')}.`,
  made: (name, machine) => `The template “${name}” has been made of “${machine}”.`,
  deleted: (name) => `The template “${name}” has been deleted.`,
  confirmDelete: (name) => `Delete the template “${name}” for good? [y/N] `,
}
