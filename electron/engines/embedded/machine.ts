import { runMachine } from '../machine-process/run-machine.ts'
import { VirtualPc } from './virtual-pc.ts'

/** Entry of a machine's process. */
runMachine((options, listener) => VirtualPc.create(options, listener))
