import path from 'node:path'
import type { HostResources } from './host.ts'

/** Where the build puts what a host reads. `guests` differs where the application is installed. */
export function builtResources(dist: string, guests = path.join(dist, 'guest')): HostResources {
  return {
    machineProcess: path.join(dist, 'machine/machine.js'),
    jobProcess: path.join(dist, 'job/job.js'),
    firmware: path.join(dist, 'firmware'),
    guests,
  }
}
