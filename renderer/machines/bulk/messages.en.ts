/** Texts about several machines at once. */
export const bulkEn = {
  selected: '{count} virtual machines',
  status: '{count} virtual machines selected',
  details: '{count} virtual machines are selected. Select one of them to see its details.',
  snapshots: 'Select a single virtual machine to see its snapshots.',
  whyNone: 'None of the selected virtual machines can do this now.',
  more: '{names} and {count} more',
  confirm: {
    turnOff: {
      title: 'Turn Off Virtual Machines',
      text: 'Are you sure you want to turn off 1 virtual machine? This is like pulling the power cord: the guest loses what it has not saved. | Are you sure you want to turn off {count} virtual machines? This is like pulling the power cord: their guests lose what they have not saved.',
    },
    shutDown: {
      title: 'Shut Down Virtual Machines',
      text: 'Are you sure you want to shut down the operating system of 1 virtual machine? | Are you sure you want to shut down the operating systems of {count} virtual machines?',
    },
    reset: {
      title: 'Reset Virtual Machines',
      text: 'Are you sure you want to reset 1 virtual machine? The guest starts anew and loses what it has not saved. | Are you sure you want to reset {count} virtual machines? Their guests start anew and lose what they have not saved.',
    },
    delete: {
      title: 'Delete Virtual Machines',
      text: 'Are you sure you want to delete 1 virtual machine with the virtual hard disks in its folder? It can be restored for {days} days. | Are you sure you want to delete {count} virtual machines with the virtual hard disks in their folders? They can be restored for {days} days.',
    },
  },
  progress: {
    start: 'Starting {count} virtual machines…',
    turnOff: 'Turning off {count} virtual machines…',
    shutDown: 'Shutting down {count} virtual machines…',
    save: 'Saving {count} virtual machines…',
    pause: 'Pausing {count} virtual machines…',
    resume: 'Resuming {count} virtual machines…',
    reset: 'Resetting {count} virtual machines…',
    takeSnapshot: 'Taking snapshots of {count} virtual machines…',
    delete: 'Deleting {count} virtual machines…',
  },
  refused: {
    start: '{refused} of {count} virtual machines could not be started.',
    turnOff: '{refused} of {count} virtual machines could not be turned off.',
    shutDown: '{refused} of {count} virtual machines could not be shut down.',
    save: '{refused} of {count} virtual machines could not be saved.',
    pause: '{refused} of {count} virtual machines could not be paused.',
    resume: '{refused} of {count} virtual machines could not be resumed.',
    reset: '{refused} of {count} virtual machines could not be reset.',
    takeSnapshot: 'No snapshot could be taken of {refused} of {count} virtual machines.',
    delete: '{refused} of {count} virtual machines could not be deleted.',
  },
  done: '{done} of {count} done',
  hide: 'Hide',
  hideHint: 'Hide lets it go on. Cancel leaves the virtual machines alone whose turn has not come.',
  cancel: 'Cancel',
  left: 'It was cancelled before the turn of 1 virtual machine came. | It was cancelled before the turn of {count} virtual machines came.',
  name: 'Name',
  reason: 'Reason',
}

export type BulkMessages = typeof bulkEn
