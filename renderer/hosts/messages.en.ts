/** Texts about hosts and the connections to them. */
export const hostsEn = {
  states: {
    connecting: 'Connecting',
    connected: 'Connected',
    unreachable: 'Not reachable',
    notAllowed: 'Not allowed',
    otherVersion: 'Different version',
  },
  label: '{name} ({state})',
  stateOf: '{name}: {state}',
  otherVersion: 'The host “{name}” is another version of Viridian. Install the same version on both.',
  connectingTo: 'Connecting to {name} at {address}…',
  lastKnown: 'What is shown is the last known state.',
  tryAgain: 'Try Again',
  otherKey: 'Enter Another Access Key…',
  shown: 'No server. Choose Connect to Server… to manage one. | 1 server | {count} servers',
  pathOn: '{label} (on {name}):',
  gone: 'The host “{name}” was removed from the console.',
  connect: {
    action: 'Connect to Server…',
    title: 'Select Computer',
    question: 'Connect to virtualization server',
    own: 'This computer',
    ownText: 'The host that this console runs on.',
    other: 'Another host',
    otherText: 'On the other host, “npx viridian host show --access-key” prints its address and an access key.',
    address: 'Address:',
    addressHint:
      'For example 127.0.0.1:8006. So far the other host has to be on this computer, in another data folder.',
    key: 'Access key:',
    name: 'Name:',
    nameHint: 'How this console calls it. Empty: as the other host calls itself.',
    confirm: 'Connect',
    busy: 'Connecting…',
  },
  remove: {
    action: 'Remove Server',
    title: 'Remove Server',
    text: 'Remove “{name}” from this console? Its virtual machines stay as they are and go on running. To connect again you need an access key of the host.',
    confirm: 'Remove',
    cancel: 'Keep',
  },
}

export type HostsMessages = typeof hostsEn
