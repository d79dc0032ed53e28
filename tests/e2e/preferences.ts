import { connectHost } from '#electron/server/client.ts'

/** What pages keep with the host; see `readSetting` in the renderer. */
const names = ['layout', 'connection', 'locale']

/** Lets the next page begin as a new user's does, although the specs of a worker share a host. */
export async function forgetPreferences(home: string): Promise<void> {
  const connection = await connectHost(home)
  for (const name of names) await connection.client.host.keepPreference({ name, value: 'null' })
  await connection.close()
}
