import type { BufferChain, Processor, VirtioDevice, VirtQueue } from './internals.ts'

/** Device status (Virtual I/O Device 1.0, 2.1): DRIVER_OK, DEVICE_NEEDS_RESET, FAILED. */
const driverOk = 0x04
const needsReset = 0x40
const failed = 0x80

/** Bytes of a queue's three parts, of which the latter two grow by entries (2.4). */
const descriptor = 16
const availableRing = { fixed: 6, entry: 2 }
const usedRing = { fixed: 6, entry: 8 }

/**
 * Lets virtio devices use a queue only where the guest's driver made one, and only memory that is there. v86 takes what
 * lies at the addresses a queue has, which are 0 before a driver sets them, for requests, and answers them: that writes over
 * the interrupt vectors of every guest without a driver.
 */
export function guardQueues(cpu: Processor, devices: readonly { readonly virtio: VirtioDevice }[]): void {
  const [first] = devices.flatMap(({ virtio }) => virtio.queues)
  if (first === undefined) return
  // All queues have their methods in one place.
  const methods = Object.getPrototypeOf(first) as VirtQueue
  const count = methods.count_requests
  methods.has_request = function (this: VirtQueue) {
    if (!isInUse(this, cpu.mem8.length)) return false
    const requests = count.call(this)
    // More than it has places for: this is not a queue any more, whatever has become of the driver.
    return requests > 0 && requests <= this.size
  }
  const pop = methods.pop_request
  methods.pop_request = function (this: VirtQueue) {
    const chain = pop.call(this)
    if (!isInMemory(chain, cpu.mem8.length)) {
      chain.read_buffers.length = 0
      chain.write_buffers.length = 0
      chain.length_readable = 0
      this.virtio.needs_reset()
    }
    return chain
  }
}

function isInUse({ virtio, enabled, size, desc_addr, avail_addr, used_addr }: VirtQueue, memory: number): boolean {
  return (
    enabled &&
    (virtio.device_status & driverOk) !== 0 &&
    (virtio.device_status & (needsReset | failed)) === 0 &&
    lies(desc_addr, descriptor * size, memory) &&
    lies(avail_addr, availableRing.fixed + availableRing.entry * size, memory) &&
    lies(used_addr, usedRing.fixed + usedRing.entry * size, memory)
  )
}

function isInMemory({ read_buffers, write_buffers }: BufferChain, memory: number): boolean {
  return [...read_buffers, ...write_buffers].every(
    ({ addr_low, addr_high, len }) => addr_high === 0 && (len === 0 || lies(addr_low, len >>> 0, memory)),
  )
}

/** v86 has addresses as signed numbers. 0 is where a queue is that has none. */
function lies(address: number, length: number, memory: number): boolean {
  return address !== 0 && (address >>> 0) + length <= memory
}
