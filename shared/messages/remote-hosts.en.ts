import type { RemoteErrorCode, RemoteEventCode } from './remote-hosts.ts'
import type { Messages } from './messages.ts'

const quote = (text: string) => `“${text}”`

export const remoteErrorsEn: Pick<Messages['errors'], RemoteErrorCode> = {
  HOST_ADDRESS_INVALID: ({ address }) =>
    `${quote(address)} is not the address of a host. Enter it as “npx viridian host show” prints it there, for example 127.0.0.1:8006.`,
  HOST_ADDRESS_NOT_LOCAL: ({ address }) =>
    `${address} is not an address of this computer. So far Viridian connects only to hosts on this computer: use 127.0.0.1 and the host’s port.`,
  HOST_IS_THIS_ONE: ({ address }) =>
    `The host at ${address} is this host itself, or uses a copy of its data folder. Enter the address of another host.`,
  HOST_IS_ANOTHER: ({ name, address }) =>
    `The host at ${address} is another one than ${quote(name)}. Enter the address of ${quote(name)}, or add the other one as a host of its own.`,
  HOST_ALREADY_ADDED: ({ name, address }) =>
    `The host at ${address} is in the list already, as ${quote(name)}. To connect to it with another address or access key, change it there.`,
  HOST_NAME_TAKEN: ({ name }) => `There is already a host named ${quote(name)}. Choose another name.`,
  HOST_LIMIT: ({ limit }) => `There are already ${limit} hosts in the list. Remove one before you add another.`,
  HOST_NOT_FOUND: ({ name }) =>
    `There is no host named ${quote(name)} in the list. “npx viridian host list” shows which there are.`,
  REMOTE_UNREACHABLE: ({ address, detail }) =>
    `The host at ${address} cannot be reached (${detail}). Check that it is running and still has this address: “npx viridian host show” prints it there.`,
  REMOTE_NOT_VIRIDIAN: ({ address }) =>
    `No Viridian host answers at ${address}, but another program or an older version. Check the address: “npx viridian host show” prints it on the other host.`,
  REMOTE_KEY_REFUSED: ({ address }) =>
    `The host at ${address} does not know this access key; it may have been revoked. Create a new one there with “npx viridian host show --access-key” and use that one.`,
  REMOTE_OTHER_VERSION: ({ address, hostVersion, hostProtocol, protocol }) =>
    `The host at ${address} is Viridian ${hostVersion} (protocol ${hostProtocol}), this one speaks protocol ${protocol}. Install the same version on both.`,
  ACCESS_KEY_INVALID: () =>
    'This is not a complete access key. Copy the whole word that begins with “viridian”: “npx viridian host show --access-key” prints one on the other host.',
  ACCESS_KEY_NAME_TAKEN: ({ name }) => `There is already an access key named ${quote(name)}. Choose another name.`,
  ACCESS_KEY_LIMIT: ({ limit }) =>
    `This host has given out ${limit} access keys already. Revoke one that is not needed before you create another.`,
  ACCESS_KEY_NOT_FOUND: ({ name }) =>
    `This host has given out no access key named ${quote(name)}. “npx viridian host keys list” shows which there are.`,
  OWNER_ONLY: () =>
    'This is not possible with an access key. Do it on the computer of that host, as the user whose host it is.',
}

export const remoteEventsEn: Pick<Messages['events'], RemoteEventCode> = {
  ACCESS_KEY_CREATED: ({ text }) =>
    `The access key ${quote(text('name'))} was created. It opens this host to a console.`,
  ACCESS_KEY_USED: ({ text }) => `A console connected with the access key ${quote(text('name'))}.`,
  ACCESS_KEY_REVOKED: ({ text }) => `The access key ${quote(text('name'))} was revoked.`,
  ACCESS_KEYS_UNUSABLE: ({ text }) =>
    `The access keys in ${text('file')} cannot be used (${text('detail')}), so nobody gets in with one. Create new ones, or put back a copy of the file and start Viridian again.`,
  HOST_ADDED: ({ text }) => `The host ${quote(text('name'))} at ${text('address')} was added.`,
  HOST_CHANGED: ({ text }) => `The connection to the host ${quote(text('name'))} at ${text('address')} was changed.`,
  HOST_REMOVED: ({ text }) => `The host ${quote(text('name'))} at ${text('address')} was removed.`,
  REMOTE_HOSTS_UNUSABLE: ({ text }) =>
    `The list of hosts in ${text('file')} cannot be used (${text('detail')}). Add the hosts again, or put back a copy of the file and start Viridian again.`,
}
