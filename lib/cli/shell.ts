import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Command, Option } from 'commander'
import { openProject } from '../contract/project.ts'
import { divertLines } from '../observe/write-line.ts'
import { CommandError } from './failure.ts'
import { isProduction } from './is-production.ts'
import { formatEntry, paintFor } from './logs/format-entry.ts'
import { readLogLine } from './logs/log-line.ts'
import { parseWords } from './option-values.ts'
import { confirmEnvironment } from './shell/confirm-environment.ts'
import { enterEnvironment, openShell, type Shell } from './shell/open-shell.ts'
import { createRunLog, type RunLog } from './shell/run-log.ts'

interface ShellCommandOptions {
  env?: string
  services?: string
  as?: string
  scopes?: string[]
  eval?: string[]
  file?: string
  json?: boolean
  pretty?: boolean
  write?: boolean
  readOnly?: boolean
  yes?: boolean
  log?: string
}

const collect = (code: string, all: string[] = []): string[] => [...all, code]

/** `twelvefold shell`: the services of a project in this process, to be worked with by hand or by scripts. */
export const shell: Command = new Command('shell')
  .description('work with operations, collections, clients and settings by hand, or run code from a script')
  .option('--env <name>', 'the environment, before ENV: env/<name>.env is loaded; variables that are set win')
  .option('--services <names>', 'only these services, comma list, before SERVICES')
  .option('--as <user>', 'call as this user: the sub of its tokens')
  .option('--scopes <scopes>', 'with --as: these scopes and no others, comma list', parseWords)
  .option('-e, --eval <code>', 'run this and print its result; may be given several times', collect)
  .option('-f, --file <file>', 'run a file; without it and -e, what is piped in')
  .option('--json', 'print results as JSON, one a line; so it is where the output is no terminal')
  .option('--pretty', 'print results for people; so it is on a terminal')
  .addOption(new Option('--write', 'let it change things in production').conflicts('readOnly'))
  .option('--read-only', 'change nothing; so it is in production')
  .option('--yes', 'do not ask in production')
  .option('--log <file>', 'in production: add what is run to this file')
  .addHelpText(
    'after',
    `
Examples:
  npx twelvefold shell
  npx twelvefold shell --env staging --as user-1
  npx twelvefold shell -e 'await call.getTime()' | jq .body
  npx twelvefold shell -e "(await store.products.query('byName', { limit: 3 })).items"
  echo 'config.kit.LOG_LEVEL' | npx twelvefold shell

Exit codes: 0; 1 where code throws or its result is a problem; 2 where the command is not understood; 78 where the
configuration is wrong. TWELVEFOLD_HISTORY names the file of the history; set to nothing, none is kept.`,
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(async (options: ShellCommandOptions) => {
    process.exitCode = await run(options)
  })

async function run(options: ShellCommandOptions): Promise<number> {
  const project = openProject()
  const scripts = await readScripts(options)
  if (options.scopes !== undefined && options.as === undefined)
    throw new CommandError('--scopes are those of a user: --as says which.', 2)
  divertLines(toStderr())
  const environment = enterEnvironment(project, options)
  const guarded = isProduction(environment)
  const readOnly = options.readOnly ?? (guarded && !options.write)
  if (guarded && !options.yes) await confirmEnvironment(environment, { readOnly })
  const identity = options.as === undefined ? undefined : { subject: options.as, scopes: options.scopes }
  const tell = (note: string): void => void process.stderr.write(`${note}\n`)
  const opened = await openShell(project, { environment, readOnly, identity, tell })
  try {
    if (scripts === undefined) return await runByHand(opened, options)
    return await runAll(opened, scripts, options)
  } finally {
    await opened.close()
  }
}

/** The code to run; undefined where somebody is to type it. */
async function readScripts({ eval: given = [], file }: ShellCommandOptions): Promise<string[] | undefined> {
  const scripts = [...given]
  if (file !== undefined) scripts.push(readScript(file))
  if (scripts.length > 0) return scripts
  if (process.stdin.isTTY) return undefined
  return [await text(process.stdin)]
}

function readScript(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`, 2)
  }
}

/** The log of the services: results alone go to stdout. */
function toStderr(): (line: string) => void {
  if (!process.stderr.isTTY) return (line) => void process.stderr.write(line)
  const paint = paintFor(process.stderr)
  return (line) => {
    const entry = readLogLine(line)?.entry
    process.stderr.write(entry === undefined ? line : `${formatEntry(entry, paint)}\n`)
  }
}

async function runAll(opened: Shell, scripts: readonly string[], options: ShellCommandOptions): Promise<number> {
  const [{ runScripts }, { formatValue, toJson }] = await Promise.all([
    import('./shell/run-scripts.ts'),
    import('./shell/format-value.ts'),
  ])
  const forPeople = options.pretty ?? (!options.json && process.stdout.isTTY)
  const paint = paintFor(process.stdout)
  const colours = paint('red', 'x') !== 'x'
  const show = (value: unknown): string | undefined =>
    forPeople ? formatValue(value, { paint, colours, width: process.stdout.columns || 100 }) : toJson(value)
  const print = (value: unknown): void => {
    const shown = show(value)
    if (shown !== undefined) console.log(shown)
  }
  const complain = (problem: string): void => void process.stderr.write(`${paintFor(process.stderr)('red', problem)}\n`)
  return runScripts(opened, scripts, { print, complain }, keepLog(opened, options.log))
}

async function runByHand(opened: Shell, options: ShellCommandOptions): Promise<number> {
  const [{ runSession }, { historyFile }, { stateFolder }] = await Promise.all([
    import('./shell/run-session.ts'),
    import('./shell/history.ts'),
    import('./shell/state-folder.ts'),
  ])
  const { environment, services } = opened
  const guarded = isProduction(environment)
  // On a terminal nobody collects what is printed.
  const file = guarded ? (options.log ?? join(stateFolder(), `shell-${environment}.log`)) : undefined
  const log = keepLog(opened, file)
  const paint = paintFor(process.stdout)
  const names = services.map(({ name }) => name).join(', ')
  console.log(`${paint('bold', 'Twelvefold')} ${paint('gray', `shell, ENV=${environment}: ${names}`)}`)
  if (file !== undefined) console.log(paint('gray', `What is run is logged in ${file}`))
  console.log(paint('gray', '.help says what is there; Tab completes; Ctrl+D leaves.'))
  const history = attempt(() => historyFile(environment), 'No history is kept.')
  await runSession(opened, { history, log })
  return 0
}

/** Goes on without what is only a comfort. */
function attempt<Value>(step: () => Value, consequence: string): Value | undefined {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    process.stderr.write(`${error.message} ${consequence}\n`)
    return undefined
  }
}

/** In production what is run is logged; elsewhere it is nobody's affair. */
function keepLog(opened: Shell, file: string | undefined): RunLog | undefined {
  const { environment, readOnly, marked } = opened
  if (!isProduction(environment)) return undefined
  return createRunLog({ environment, readOnly, marked, subject: () => opened.identity?.subject, file })
}
