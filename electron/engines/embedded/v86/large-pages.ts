/**
 * Where v86's page walk decides whether a page is large: `cr4 & PSE`, and the entry's bit 7. With physical address extension
 * that bit alone decides (Intel SDM volume 3, 4.4.2); v86 takes such a page for a table, and walks through what is no table.
 */
const decision = Buffer.of(
  ...[0x20, 0x08, 0x41, 0x10, 0x71, 0x45, 0x0d, 0x00], // local.get 8, i32.const PSE, i32.and, i32.eqz, br_if 0
  ...[0x20, 0x07, 0x41, 0x80, 0x01, 0x71, 0x0d], // local.get 7, i32.const 0x80, i32.and, br_if
)
const constant = 3
const pageSizeExtensions = 0x10
const physicalAddressExtension = 0x20

/** Corrects v86's processor in place. Throws an Error where this is not the program it was written for. */
export function allowLargePages(program: Buffer): void {
  const at = program.indexOf(decision)
  if (at === -1 || program.includes(decision, at + 1)) throw new Error('v86 walks page tables in another way.')
  program[at + constant] = pageSizeExtensions | physicalAddressExtension
}
