import { loadEnvironment } from '../../config/environment.ts'
import type { Project } from '../../contract/project.ts'
import { logger } from '../../observe/log.ts'
import { markedFor } from '../../observe/sensitive-names.ts'
import { versionOf } from '../../store/collection-types.ts'
import { readOnly as withoutWrites } from '../../store/read-only-driver.ts'
import { wrapStore } from '../../store/store.ts'
import { createCalls } from './calls.ts'
import { createClients } from './clients.ts'
import { compileIfChanged } from './compile-if-changed.ts'
import { helpText } from './help-text.ts'
import { createTokenMaker, type Identity } from './identity.ts'
import { type LoadedService, loadServices, reloadServices } from './load-services.ts'
import { printedAs } from './printed-as.ts'
import { createSettings } from './settings.ts'
import { createShellStore } from './shell-store.ts'
import { createStores } from './stores.ts'

export interface ShellOptions {
  environment: string
  readOnly: boolean
  identity?: Identity | undefined
  /** Says something to whoever sits at the shell. */
  tell: (text: string) => void
}

/** A project, its services loaded, to be worked with. */
export interface Shell {
  readonly project: Project
  readonly environment: string
  readonly readOnly: boolean
  /** As whom calls are made; undefined: as nobody. */
  identity: Identity | undefined
  readonly services: readonly LoadedService[]
  /** What code finds, by name. */
  readonly names: Readonly<Record<string, unknown>>
  /** Names of what the contracts mark `x-sensitive`. */
  marked: () => ReadonlySet<string>
  /** Loads the services anew. @throws what is wrong with them; then everything stays as it was */
  reload: () => Promise<void>
  /** Closes the store. */
  close: () => Promise<void>
}

/**
 * Picks the environment of a shell, before anything reads a setting.
 *
 * @param wanted what `--env` and `--services` say, which goes before `ENV` and `SERVICES`
 * @returns its name
 * @throws ConfigError where there is no such environment
 */
export function enterEnvironment({ root }: Project, wanted: { env?: string; services?: string }): string {
  if (wanted.env !== undefined) process.env.ENV = wanted.env
  if (wanted.services !== undefined) process.env.SERVICES = wanted.services
  return loadEnvironment({ root }).name
}

/**
 * Loads the services of a project into this process, for code to work with. No port is opened, nothing is recovered, and
 * the store stays closed until something needs it.
 *
 * @throws ConfigError with all that the environment lacks
 */
export async function openShell(project: Project, options: ShellOptions): Promise<Shell> {
  const { environment, readOnly, tell } = options
  if (readOnly) {
    wrapStore(withoutWrites)
    // A count that cannot be written would refuse every call.
    if (process.env.RATE_LIMITS === 'store') process.env.RATE_LIMITS = 'memory'
  }
  await compileIfChanged(project)
  let loaded = await loadServices(project)
  let identity = options.identity
  const tokens = createTokenMaker()
  const store = createShellStore(() => loaded.services, { seed: !readOnly })
  const help = printedAs(
    (): void => console.log(helpText(shell)),
    () => helpText(shell),
  )

  const makeNames = (): Record<string, unknown> => ({
    call: createCalls(loaded, { store, tokens, identity: () => identity, readOnly, tell }),
    store: createStores(store.open),
    clients: createClients(project, { readOnly }),
    config: createSettings(),
    log: logger().child({ shell: true }),
    env: environment,
    versionOf,
    help,
  })
  let names = makeNames()

  const shell: Shell = {
    project,
    environment,
    readOnly,
    get identity() {
      return identity
    },
    set identity(next) {
      identity = next
    },
    get services() {
      return loaded.services
    },
    get names() {
      return names
    },
    marked: () => new Set(loaded.services.flatMap(({ name }) => [...markedFor(name, undefined)])),
    async reload() {
      loaded = await reloadServices(project)
      names = makeNames()
    },
    close: store.close,
  }
  return shell
}
