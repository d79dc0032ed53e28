import { largestChannelMessage } from '#shared/channel.ts'

/** Bounds that keep one client from disturbing the host or the others. */
export const limits = {
  /** Largest message of the contract, bytes: 100 000 characters to type, and room. */
  callMessage: 1024 * 1024,
  /** Largest message a host answers with, bytes: a screen as PNG in Base64. */
  callAnswer: 64 * 1024 * 1024,
  channelMessage: largestChannelMessage,
  /** WebSockets open at the same time, of all clients: a page has one for each host, and one for each machine's screen. */
  sockets: 1024,
  /** Connections of those who have not signed in, and the milliseconds each has for it. */
  strangers: 128,
  strangerPatience: 10_000,
  /** Bytes of all headers: browsers send the cookies that any other server of this computer has set along with ours. */
  headers: 1024 * 1024,
  /** Bytes a page may send to sign in. */
  signIn: 1024,
  /** Milliseconds in which the host's owner is shown one browser window at most. */
  openConsoleEvery: 5000,
  /** Calls of one client that are under way, and how many of these are watches. */
  calls: 256,
  watches: 16,
  /** Bytes a client may leave unread before the machine's stream waits for it, and before it flows again. */
  channelHigh: 256 * 1024,
  channelLow: 64 * 1024,
  /** Milliseconds a machine has to take what a client sent before it left. */
  channelFarewell: 10_000,
  /** A client that leaves more than this of the contract's messages unread is cut off; it asks for a snapshot again. */
  callBacklog: 16 * 1024 * 1024,
  /** Milliseconds another host has to say who it is, and then to open a connection. */
  remotePatience: 10_000,
  /** Largest message of another host, bytes: of its contract, which is read before it is handed on, and of a machine's byte stream. */
  remoteAnswer: 16 * 1024 * 1024,
  remoteChannelMessage: 1024 * 1024,
  /** Milliseconds in which a host that answered nonsense is not asked again, so that its consoles see why. */
  remoteNonsensePause: 30_000,
  /** Characters of what another host says of itself. */
  remoteGreeting: 16 * 1024,
  /** Milliseconds between pings; who shows no life for two of them is gone. */
  pingEvery: 30_000,
} as const

/** WebSocket close codes (RFC 6455 section 7.4.1). */
export const closeCodes = {
  normal: 1000,
  goingAway: 1001,
  /** What the one side sees where the other gave no code; never sent. */
  noStatus: 1005,
  unsupportedData: 1003,
  invalidData: 1007,
  signedOut: 1008,
  internalError: 1011,
  /** Ours (4000 and up are free to use): a relayed connection ended because of the other host; its first message says why. */
  remoteProblem: 4000,
} as const
