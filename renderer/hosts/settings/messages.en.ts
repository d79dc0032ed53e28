/** Texts of the settings of the host, in Hyper-V's words where it has some. */
export const hostSettingsEn = {
  action: 'Viridian Settings…',
  title: 'Viridian Settings for {host}',
  group: 'Server',
  folder: 'Folder:',
  disks: {
    title: 'Virtual Hard Disks',
    intro: 'Specify the default folder to store virtual hard disk files.',
  },
  machines: {
    title: 'Virtual Machines',
    intro: 'Specify the default folder to store virtual machines. Those that exist stay where they are.',
  },
  searchPaths: {
    title: 'Search Paths',
    intro:
      'Viridian also looks in these folders: for virtual machines, and for files that are named without a folder. The virtual machines in a folder that is removed from this list are forgotten, not deleted.',
    list: 'Folders that are searched',
    count: 'No folders | One folder | {count} folders',
    add: 'Add',
    addLabel: 'Folder to add:',
    remove: 'Remove',
  },
}

export type HostSettingsMessages = typeof hostSettingsEn
