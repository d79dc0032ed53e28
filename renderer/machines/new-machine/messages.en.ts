/** Texts of the wizard's page on the disk. */
export const diskPageEn = {
  intro:
    'A virtual machine requires storage so that an operating system can be installed. You can specify the storage now, or configure it later in the settings of the virtual machine.',
  create: 'Create a virtual hard disk',
  size: 'Size:',
  gigabytes: 'GB ({minimum} to {maximum})',
  createHint:
    'A dynamically expanding disk in the folder of the virtual machine: its file grows with what the guest writes.',
  existing: 'Use an existing virtual hard disk',
  path: 'Virtual hard disk file (.vhd):',
  later: 'Attach a virtual hard disk later',
  laterHint: 'The virtual machine has no hard disk until one is attached in its settings.',
  summary: {
    new: '{size}, dynamically expanding',
    none: 'None',
    template: 'Differencing disk of the template {name}',
  },
}

export type DiskPageMessages = typeof diskPageEn
