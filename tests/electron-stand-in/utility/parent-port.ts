import { EventEmitter } from 'node:events'

/** Loaded before the entry of a utility process: gives it `process.parentPort`, and takes away what it would not have. */
const send = process.send?.bind(process)
const parentPort = new EventEmitter()
const early: { data: unknown; ports: [] }[] = []

process.on('message', (data) => {
  const event = { data, ports: [] as [] }
  if (!parentPort.emit('message', event)) early.push(event)
})
parentPort.on('newListener', (name) => {
  if (name === 'message') process.nextTick(() => early.splice(0).forEach((event) => parentPort.emit('message', event)))
})
// A utility process ends with its browser.
process.on('disconnect', () => {
  parentPort.emit('close')
  process.exit()
})

Object.assign(parentPort, { postMessage: (data: unknown) => send?.(data) })
Object.defineProperty(process, 'parentPort', { value: parentPort })
Object.defineProperty(process, 'type', { value: 'utility' })
delete process.send
