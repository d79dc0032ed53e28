import type { Bus, VirtioConsoleDevice } from './internals.ts'

/** VIRTIO_CONSOLE_CONSOLE_PORT (Virtual I/O Device 1.0, 5.3.6.2): makes the guest treat a port as a console. */
const consolePort = 4
const agentPort = 1
/** What the guest's driver of the ports is told is put into this queue (5.3.2). */
const controlQueue = 2

/**
 * Gives virtio port 1 the name the QEMU guest agent looks for. v86 marks every port as a console, which hides them
 * from it. It also does not look whether the driver has a buffer for what it is told.
 */
export function nameAgentPort(device: VirtioConsoleDevice): void {
  const { SendEvent: sendEvent, SendName: sendName, SendWindowSize: sendWindowSize } = device
  const canBeTold = () => device.virtio.queues[controlQueue]?.has_request() === true
  device.SendEvent = function (port, event, value) {
    if ((event !== consolePort || port === 0) && canBeTold()) sendEvent.call(this, port, event, value)
  }
  device.SendName = function (port, name) {
    if (canBeTold()) sendName.call(this, port, port === agentPort ? 'org.qemu.guest_agent.0' : name)
  }
  device.SendWindowSize = function (port) {
    if (canBeTold()) sendWindowSize.call(this, port)
  }
}

/** The guest has buffers of a page; v86 puts no more into one than it holds, and drops the rest. */
const largestPiece = 1024

/** The bytes of the port. What the guest has no buffer ready for is lost, as where nobody has the port open. */
export class AgentPort {
  readonly #bus: Bus

  constructor(bus: Bus, output: (bytes: Uint8Array) => void) {
    this.#bus = bus
    bus.register(`virtio-console${agentPort}-output-bytes`, (bytes) => output(bytes as Uint8Array), this)
  }

  send(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length; start += largestPiece) {
      this.#bus.send(`virtio-console${agentPort}-input-bytes`, bytes.slice(start, start + largestPiece))
    }
  }
}
