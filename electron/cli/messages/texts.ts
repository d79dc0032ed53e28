import type { MachineCommand } from '#shared/machine-state.ts'
import type { MachineProblem } from '#shared/machine.ts'
import type { CliErrorCode, CliErrorFacts } from '../errors.ts'
import type { TransferTexts } from './transfer-texts.ts'
import type { DriveTexts } from './drive-texts.ts'
import type { SettingsTexts } from './settings-texts.ts'
import type { TemplateTexts } from './template-texts.ts'
import type { TrashTexts } from './trash-texts.ts'
import type { SnapshotCliTexts } from './snapshot-texts.ts'

/** Why a command line was not understood. */
export interface UsageTexts {
  missingArgument(name: string): string
  missingOption(flags: string): string
  missingOptionValue(flags: string): string
  unknownOption(name: string): string
  unknownCommand(name: string): string
  tooManyArguments(): string
  missingCommand(): string
  invalidListen(text: string): string
  invalidSize(text: string): string
  sizeOutOfRange(megabytes: number, minimum: number, maximum: number): string
  invalidName(name: string): string
  invalidSeconds(text: string, flags: string): string
  invalidState(text: string, states: readonly string[]): string
  invalidExpression(text: string, detail: string): string
  invalidCount(text: string, maximum: number): string
  /** `flag` names a file that one machine writes to. */
  notForMany(flag: string): string
  invalidEscape(sequence: string): string
  invalidKey(written: string, names: readonly string[]): string
  exactlyOne(flags: readonly string[]): string
  atLeastOne(flags: readonly string[]): string
  jsonOnTerminal(): string
  notOnHost(): string
}

export interface HelpTexts {
  readonly usage: string
  readonly arguments: string
  readonly options: string
  readonly globalOptions: string
  readonly commands: string
  readonly examples: string
  readonly program: string
  /** What exit codes, JSON and the environment mean; below the program's help. */
  readonly notes: string
  readonly commandsOf: { readonly host: string; readonly vm: string }
  readonly descriptions: {
    readonly [
      Command in
        | 'serve'
        | 'hostShow'
        | 'hostSignOut'
        | 'hostStop'
        | 'create'
        | 'list'
        | 'show'
        | 'start'
        | 'save'
        | 'deleteSavedState'
        | 'pause'
        | 'resume'
        | 'reset'
        | 'shutDown'
        | 'turnOff'
        | 'delete'
        | 'wait'
        | 'type'
        | 'screen'
        | 'console'
        | 'vnc'
    ]: string
  }
  readonly machineArgument: string
  readonly textArgument: string
  readonly optionTexts: {
    readonly [
      Option in
        | 'help'
        | 'version'
        | 'home'
        | 'host'
        | 'json'
        | 'listen'
        | 'exitWhenIdle'
        | 'openConsole'
        | 'firstMachine'
        | 'template'
        | 'count'
        | 'iso'
        | 'memory'
        | 'location'
        | 'start'
        | 'yes'
        | 'state'
        | 'serial'
        | 'screen'
        | 'timeout'
        | 'shutDownTimeout'
        | 'force'
        | 'text'
        | 'png'
        | 'quiet'
        | 'noPassword'
    ]: string
  }
}

/** Everything the command line says beside events and disks (`disk-texts.ts`), in one language. */
export interface CliTexts {
  readonly help: HelpTexts
  readonly usage: UsageTexts
  readonly drives: DriveTexts
  readonly transfers: TransferTexts
  readonly settings: SettingsTexts
  readonly templates: TemplateTexts
  readonly trash: TrashTexts
  readonly snapshots: SnapshotCliTexts
  readonly errors: { readonly [Code in CliErrorCode]: (facts: CliErrorFacts[Code]) => string }
  readonly columns: Readonly<Record<'name' | 'state' | 'cpu' | 'uptime' | 'operations', string>>
  readonly unusable: string
  readonly problems: Readonly<Record<MachineProblem['code'], string>>
  readonly details: Readonly<
    Record<
      | 'name'
      | 'state'
      | 'cpu'
      | 'uptime'
      | 'memory'
      | 'resident'
      | 'created'
      | 'folder'
      | 'id'
      | 'notes'
      | 'problem'
      | 'fault',
      string
    >
  >
  readonly host: Readonly<Record<'name' | 'version' | 'address' | 'home' | 'memory' | 'machinesOn' | 'process', string>>
  hostMemory(total: number, guest: number): string
  readonly noMachines: string
  /** While a host that was started is not ready yet. */
  hostStarts(seconds: number): string
  readonly pagesSignedOut: string
  hostStopped(home: string): string
  noHostToStop(home: string): string
  listening(url: string): string
  readonly stopHint: string
  readonly openHint: string
  readonly closing: string
  created(name: string): string
  readonly done: Readonly<Record<Exclude<MachineCommand, 'delete'>, (name: string) => string>>
  /** What starts an answer that confirms. */
  readonly yes: RegExp
  wroteFile(path: string, width: number, height: number): string
  connected(name: string): string
  readonly disconnected: string
  vncPassword(password: string): string
  readonly error: string
}
