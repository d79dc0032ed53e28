// @ts-check

/**
 * How Viridian is packaged. There are no native modules and no runtime dependencies: all code is bundled in dist/, so one
 * system can build the archives of all three.
 * @type {import('electron-builder').Configuration}
 */
const configuration = {
  appId: 'app.viridian.desktop',
  productName: 'Viridian',
  copyright: 'Copyright © The Viridian authors',
  directories: { output: 'release', buildResources: 'build/icons' },
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  files: [
    'package.json',
    'LICENSE',
    'dist/main/**',
    'dist/preload/**',
    'dist/machine/**',
    'dist/job/**',
    'dist/firmware/**',
    'dist/renderer/**',
    '!**/*.map',
  ],
  // Not in the archive: a file that is read piece by piece would be copied out of it first.
  extraResources: [{ from: 'dist/guest', to: 'guest', filter: ['*.iso', '*.vhd', '*.json', '*.state.bin'] }],
  asar: true,
  npmRebuild: false,
  electronLanguages: ['en', 'en-US', 'de'],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    // Playwright drives an application through its inspector: on in a build that is made to be tested, off in all others.
    enableNodeCliInspectArguments: process.env['VIRIDIAN_INSPECTABLE'] === '1',
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    // Changing a fuse voids the signature that Apple's processors ask for; only macOS has the tool that makes it anew.
    resetAdHocDarwinSignature: process.platform === 'darwin',
  },
  win: { target: ['nsis', 'zip'], icon: 'build/icons/icon.ico' },
  nsis: {
    oneClick: false,
    // No administrator's rights: installed for one user.
    perMachine: false,
    selectPerMachineByDefault: false,
    allowElevation: false,
    allowToChangeInstallationDirectory: true,
    installerLanguages: ['en_US', 'de_DE'],
  },
  mac: { target: ['dmg', 'zip'], icon: 'build/icons/icon.icns', category: 'public.app-category.utilities' },
  linux: {
    target: ['AppImage', 'deb', 'tar.gz'],
    icon: 'build/icons/png',
    executableName: 'viridian',
    category: 'System;Emulator',
    maintainer: 'The Viridian authors <authors@viridian.invalid>',
    desktop: {
      entry: {
        'Comment[de]': 'Virtuelle Computer auf dem Desktop erstellen, ausführen und verwalten',
        Keywords: 'virtual machine;emulator;VM;x86;Hyper-V;VMRC;',
      },
    },
  },
  extraMetadata: { homepage: 'https://viridian.invalid/' },
}

export default configuration
