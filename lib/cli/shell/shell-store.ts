import { ConfigError } from '../../config/config-error.ts'
import { isDesk } from '../../config/kit.ts'
import type { Driver } from '../../store/driver.ts'
import { closeStore, processStore } from '../../store/store.ts'
import { CommandError } from '../failure.ts'
import type { LoadedService } from './load-services.ts'

/** The store as a shell has it: closed until something needs it. */
export interface ShellStore {
  /** @throws CommandError that says what to do, where another process has its folder */
  open: () => Promise<Driver>
  /** Why it could not be opened the last time; undefined where it could. */
  readonly refusal: CommandError | undefined
  close: () => Promise<void>
}

/**
 * @param services those whose demo data is loaded, at a desk, when the store is first opened: as `twelvefold dev` does
 * @param options.seed false: never
 */
export function createShellStore(services: () => readonly LoadedService[], options: { seed: boolean }): ShellStore {
  let opened: Promise<Driver> | undefined
  let refusal: CommandError | undefined
  const open = async (): Promise<Driver> => {
    try {
      const driver = await processStore()
      refusal = undefined
      if (options.seed && isDesk()) for (const { loadDemo } of services()) await (await loadDemo?.())?.seed()
      return driver
    } catch (error) {
      refusal = explainRefusal(error)
      throw refusal ?? error
    }
  }
  return {
    open() {
      opened ??= open()
      opened.catch(() => (opened = undefined))
      return opened
    },
    get refusal() {
      return refusal
    },
    async close() {
      await opened?.catch(() => undefined)
      await closeStore()
    },
  }
}

/** Says what works instead, where a store of one owner has one already. */
export function explainRefusal(error: unknown): CommandError | undefined {
  if (!(error instanceof ConfigError)) return undefined
  const fault = error.faults.find(({ message }) => message.includes('which another process has open'))
  if (fault === undefined) return undefined
  const advice = [
    `STORE_URL ${fault.message}.`,
    'Perhaps "npm start" or "npm run dev" runs here. Stop it; or look at its data through it: clients.<service>;',
    'or start the shell on data of its own: STORE_URL=sqljs::memory: (with the demo data, at a desk).',
    'Whatever needs no data works as it is.',
  ]
  return new CommandError(advice.join('\n'), error.exitCode)
}
