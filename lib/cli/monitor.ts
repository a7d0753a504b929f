import { Command, Option } from 'commander'
import { ConfigError } from '../config/config-error.ts'
import { exampleCall } from '../contract/example-call.ts'
import { openProject, type Project } from '../contract/project.ts'
import { createJudge } from '../monitor/judge.ts'
import { type Limits, usualLimits } from '../monitor/limits.ts'
import { lookAt, MetricsRefused, type WatchedService } from '../monitor/look.ts'
import { watch } from '../monitor/watch.ts'
import { loadContracts } from '../smoke/local-contract.ts'
import { parseBase, readUrl, urlFromOption } from './deployment-address.ts'
import { unreachable, usageError } from './exit-codes.ts'
import { CommandError } from './failure.ts'
import { expectRelease, type MonitorOptions, parseCount, parseShare, parseTimes } from './monitor/monitor-options.ts'
import { jsonOfLook, printLook, showLooks } from './monitor/print-look.ts'
import { parseDuration, parseWords } from './option-values.ts'
import { calledOffCode, stopOnSignals } from './stop-on-signals.ts'

const help = `
Environment:
  METRICS_TOKEN   the token of /metrics, where it needs one

Exit codes:
  0    it stayed well
  1    it did not: the reason is printed
  2    the command is wrong; nothing was asked
  69   no answer came from there at all
  78   a variable is missing or wrong: the one that --url-from names, METRICS_TOKEN
  130, 141, 143   it was called off (SIGINT, nobody reads on, SIGTERM)

Examples:
  npx twelvefold monitor https://shop.example.com --expect HEAD
  npx twelvefold monitor https://shop.example.com --for 1h --every 1m --json >> monitor.ndjson
  PRODUCTION_URL=https://shop.example.com npm run monitor -- --for 5m`

/** `twelvefold monitor`: watches a deployment for some minutes after it. */
export const monitor: Command = new Command('monitor')
  .description(
    'watch a deployment for some minutes: whether it is ready and healthy, which release it is, and by its metrics ' +
      'errors, durations, restarts and more; fail where something is wrong several times in a row',
  )
  .argument('[url]', 'address of the deployment, with its path prefix if it has one', parseBase)
  .option(...urlFromOption)
  .addOption(new Option('--for <time>', 'how long').argParser(parseDuration).default(600_000, '10m'))
  .addOption(new Option('--every <time>', 'how often').argParser(parseDuration).default(15_000, '15s'))
  .option('--expect <release>', 'a version, or what git knows a commit by: it has to be out everywhere')
  .option('--service <names>', 'these services only, comma list: what the deployment has', parseWords)
  .option('--in-a-row <number>', 'how often in a row something has to be wrong', parseTimes, usualLimits.inARow)
  .addOption(limitOption('--max-errors <share>', '5xx of a service', usualLimits.errors, '5%', parseShare))
  .addOption(
    limitOption('--max-p99 <time>', 'what 99 of 100 answers take', usualLimits.p99Seconds * 1_000, '1s', parseDuration),
  )
  .addOption(
    limitOption('--max-lag <time>', 'of the event loop', usualLimits.lagSeconds * 1_000, '250ms', parseDuration),
  )
  .option('--max-restarts <number>', 'how often processes may be started anew', parseCount, usualLimits.restarts)
  .addOption(new Option('--timeout <time>', 'for each request').argParser(parseDuration).default(5_000, '5s'))
  .option('--json', 'a JSON line a look, and one at the end')
  .addHelpText('after', help)
  // What is typed wrongly must not look like a deployment that is not well.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageError))
  .action(async (url: string | undefined, options: MonitorOptions) => {
    const base = readUrl('monitor', url, options.urlFrom)
    for (const name of ['every', 'timeout'] as const)
      if (options[name] <= 0) throw new CommandError(`--${name} must be more than nothing.`, usageError)
    const project = openProject()
    const services = await chooseServices(project, options.service)
    const limits: Limits = {
      ...usualLimits,
      ...{ errors: options.maxErrors, inARow: options.inARow, restarts: options.maxRestarts },
      ...{ p99Seconds: options.maxP99 / 1_000, lagSeconds: options.maxLag / 1_000 },
    }
    const isExpected = options.expect === undefined ? undefined : expectRelease(project, options.expect)
    const metricsToken = process.env.METRICS_TOKEN || undefined
    await run({ base, services, metricsToken, timeoutMs: options.timeout }, limits, isExpected, options)
  })

async function run(
  watched: Parameters<typeof lookAt>[0],
  limits: Limits,
  isExpected: ReturnType<typeof expectRelease> | undefined,
  options: MonitorOptions,
): Promise<void> {
  const signal = stopOnSignals()
  const shown = showLooks(process.stdout)
  let unmeasured: string | undefined
  const { looks, verdict } = await watch({
    look: lookAt(watched),
    judge: createJudge(limits, isExpected),
    everyMs: options.every,
    forMs: options.for,
    signal,
    seen: (look, judgement) => {
      unmeasured = 'missing' in look.metrics ? look.metrics.missing : undefined
      return options.json
        ? process.stdout.write(`${jsonOfLook(look, judgement)}\n`)
        : shown.look(printLook(look, judgement, limits), judgement.troubles.length === 0)
    },
  }).catch((error: unknown) => {
    if (!(error instanceof MetricsRefused)) throw error
    throw new ConfigError([{ variable: 'METRICS_TOKEN', message: error.message }])
  })
  shown.end()
  const code = signal.aborted
    ? calledOffCode(signal)
    : verdict === undefined
      ? 0
      : verdict.unreachable
        ? unreachable
        : 1
  process.exitCode = code
  const result = signal.aborted ? 'called off' : verdict === undefined ? 'well' : 'not well'
  if (options.json) {
    const end = { time: new Date().toISOString(), url: watched.base, result, looks }
    process.stdout.write(
      `${JSON.stringify({ ...end, ...(verdict === undefined ? {} : { reason: verdict.reason }) })}\n`,
    )
  } else if (verdict !== undefined) throw new CommandError(`Not well: ${verdict.reason}.`, code)
  else {
    const told = `${result === 'well' ? 'It stayed well' : 'It was called off'} (${looks} look${looks === 1 ? '' : 's'})`
    process.stdout.write(`${told}${unmeasured === undefined ? '' : describeUnmeasured(unmeasured)}.\n`)
  }
}

/** Nobody should believe that errors and durations were watched. */
const describeUnmeasured = (missing: string): string =>
  `, as far as can be told without metrics${missing === '401' ? ' (they need METRICS_TOKEN)' : ''}`

async function chooseServices(project: Project, wanted: readonly string[] | undefined): Promise<WatchedService[]> {
  const contracts = await loadContracts(project)
  const unknown = wanted?.find((name) => !contracts.some(({ service }) => service === name))
  if (unknown !== undefined) throw new CommandError(`There is no service ${unknown} in this project.`, usageError)
  return contracts
    .filter(({ service }) => wanted?.includes(service) ?? true)
    .map(({ service, document, models }) => {
      const examples = models
        .filter(({ source }) => source['x-smoke'] === undefined)
        .map((model) => exampleCall(document, model))
      return { service, example: examples.find((example) => example !== undefined) }
    })
}

function limitOption(
  flags: string,
  what: string,
  usual: number,
  written: string,
  parse: (text: string) => number,
): Option {
  return new Option(flags, `how much at most: ${what}`).argParser(parse).default(usual, written)
}
