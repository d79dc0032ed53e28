import type { Processor } from './internals.ts'

/** Registers of QEMU's PCI hot-plug controller, which SeaBIOS's ACPI tables read (QEMU docs/specs/acpi_pci_hotplug). */
const firstRegister = 0xae00
const lastRegister = 0xae13

/**
 * Says that no slot is plugged in or out. v86 has no such controller: its ports read as all ones, which tells a Linux with
 * acpiphp that every slot was just emptied, and it lets go of the IDE controller and the network adapter.
 */
export function keepPciDevices(cpu: Processor): void {
  const nothing = () => 0
  for (let port = firstRegister; port <= lastRegister; port++) {
    cpu.io.register_read(port, cpu, nothing, nothing, nothing)
  }
}
