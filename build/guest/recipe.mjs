// @ts-check

/**
 * What lab-linux is made of, on whichever medium. A change here, as in any file of this folder, makes it be built anew.
 */

export const name = 'lab-linux'

/** Recommended memory, megabytes. 64 suffice to start. */
export const memory = 128

/** Of the hard disk, bytes; its file is as large as its content. */
export const diskCapacity = 2 * 1024 ** 3

/** The Debian release, and the architecture, that the packages are taken from. */
export const release = 'bookworm'
export const architecture = 'i386'

/** Debian packages; what they depend on comes with them. */
export const packages = [
  'linux-image-686',
  'busybox-static',
  'e2fsprogs',
  'qemu-guest-agent',
  'stress',
  'isolinux',
  'syslinux-common',
  // Texts of the common licences, and the release's number.
  'base-files',
]

/** Dependencies that the guest does without: they install, configure or boot an ordinary Debian. */
export const omittedPackages = ['initramfs-tools', 'kmod', 'linux-base', 'init-system-helpers', 'mawk']

/** Programs taken from the packages; the libraries they need come with them. BusyBox supplies all others. */
export const programs = [
  'bin/busybox',
  'sbin/badblocks',
  'sbin/debugfs',
  'sbin/dumpe2fs',
  'sbin/e2fsck',
  'sbin/e2label',
  'sbin/fsck.ext2',
  'sbin/fsck.ext3',
  'sbin/fsck.ext4',
  'sbin/mke2fs',
  'sbin/mkfs.ext2',
  'sbin/mkfs.ext3',
  'sbin/mkfs.ext4',
  'sbin/resize2fs',
  'sbin/tune2fs',
  'usr/bin/stress',
  'usr/sbin/qemu-ga',
  'etc/mke2fs.conf',
]

/** Kernel modules; those they depend on come with them. Much of a PC is built into Debian's kernel. */
export const kernelModules = [
  // Disks and drives
  'ata_generic',
  'ata_piix',
  'floppy',
  'loop',
  'sd_mod',
  'sr_mod',
  // File systems, with what they ask the kernel for by alias
  'crc32c_generic',
  'ext4',
  'isofs',
  'nls_ascii',
  'nls_cp437',
  'nls_iso8859-1',
  'nls_utf8',
  'udf',
  'vfat',
  // Network
  'ne2k-pci',
  'virtio_net',
  // Integration with the host
  'virtio_balloon',
  'virtio_console',
  'virtio-rng',
  'virtio_pci',
  // Keys, mouse, power button
  'button',
  'evdev',
  'psmouse',
]

/** Those of them that a disk's initial RAM disk needs to find its root file system. */
export const rootDiskModules = ['ata_generic', 'ata_piix', 'sd_mod', 'crc32c_generic', 'ext4']

/**
 * The kernel's command line. Messages go to the screen and to COM1. The rest leaves out start-up work that is worth
 * seconds on an emulated processor and nothing to this guest: self-tests of ciphers, certificates for module signatures,
 * names for tracing events, a search for ISA Plug and Play cards.
 */
export const kernelCommandLine = [
  'console=tty0',
  'console=ttyS0,115200',
  'tsc=reliable',
  'mitigations=off',
  'random.trust_cpu=on',
  'cryptomgr.notests',
  'noisapnp',
  'initcall_blacklist=crypto_kdf108_init,load_system_certificate_list,trace_eval_init',
]
