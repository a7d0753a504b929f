import { Command, Option } from 'commander'
import { openProject } from '../contract/project.ts'
import type { Journey } from '../smoke/journey.ts'
import { loadJourneys } from '../smoke/load-journeys.ts'
import { type LocalContract, loadContracts } from '../smoke/local-contract.ts'
import { countSteps, type RunResult } from '../smoke/result.ts'
import { runEvery } from '../smoke/run-every.ts'
import { contractName, runSmoke, type SmokeSetup } from '../smoke/run-smoke.ts'
import { waitUntilHealthy } from '../smoke/wait-until-healthy.ts'
import { toColumns } from './columns.ts'
import { parseBase, readUrl, urlFromOption } from './deployment-address.ts'
import { unreachable, usageError } from './exit-codes.ts'
import { parseDuration, parseWords } from './option-values.ts'
import { parseConcurrency, parseIssuer, parsePattern } from './smoke/smoke-options.ts'
import { formats, openOutput, type Target } from './smoke/smoke-output.ts'
import { chooseJourneys, readDeployment, type SmokeOptions } from './smoke/smoke-setup.ts'
import { calledOffCode, stopOnSignals } from './stop-on-signals.ts'

const help = `
Environment:
  SMOKE_CLIENT_ID, SMOKE_CLIENT_SECRET   the client that gets tokens by its own credentials

Exit codes:
  0    everything that was tried has passed; with --every, it was stopped
  1    something has failed
  2    the command is wrong; nothing was tried
  69   no answer comes from there at all
  78   the variable that --url-from names is missing, or no address
  130, 141, 143   it was called off (SIGINT, nobody reads on, SIGTERM); journeys have cleaned up

Examples:
  npm run smoke -- http://localhost:3000
  npm run smoke -- https://staging.example.com --write --wait 60s --junit smoke.xml
  npm run smoke --silent -- https://shop.example.com --every 5m >> smoke.log`

/** `twelvefold smoke`: runs the contracts and the journeys against a deployment. */
export const smoke: Command = new Command('smoke')
  .description('try a deployment from outside: what its contracts promise, and the journeys of journeys/')
  .argument('[url]', 'address of the deployment, with its path prefix if it has one', parseBase)
  .option(...urlFromOption)
  .option('--write', 'run the journeys that change data, too; they clean up after themselves')
  .option('--only <pattern>', 'journeys whose name has this in it; a regular expression between slashes', parsePattern)
  .option('--service <names>', 'these services only, comma list: what the deployment has', parseWords)
  .option('--list', 'list the journeys, and run none')
  .option('--client-id <id>', 'the client that gets tokens, before SMOKE_CLIENT_ID')
  .option('--client-secret-file <file>', 'file with its secret, - is the standard input; before SMOKE_CLIENT_SECRET')
  .option('--issuer <url>', 'who gives tokens, where it is not the deployment itself', parseIssuer)
  .addOption(new Option('--timeout <time>', 'for each request').argParser(parseDuration).default(10_000, '10s'))
  .option('--wait <time>', 'how long to wait first until every service is healthy', parseDuration)
  .option('--concurrency <number>', 'how many journeys go on at the same time', parseConcurrency, 4)
  .option('--strict', 'take warnings for failures, such as a contract that is another one')
  .addOption(new Option('--format <format>', 'what is printed (default: spec, for people)').choices(formats))
  .option('--output <file>', 'print that into a file')
  .option('--junit <file>', 'write JUnit XML to a file as well')
  .option('--tap <file>', 'write TAP to a file as well')
  .option('--json <file>', 'write the JSON line to a file as well')
  .option('--every <time>', 'run again and again, such as 5m: one JSON line a run', parseDuration)
  .addHelpText('after', help)
  // What is typed wrongly must not look like a deployment that fails.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageError))
  .action(async (base: string | undefined, options: SmokeOptions) => {
    // Before the contracts are compiled: what is typed wrongly is said at once.
    const deployment = options.list ? undefined : readDeployment(readUrl('smoke', base, options.urlFrom), options)
    const project = openProject()
    const journeys = await loadJourneys(project)
    const contracts = await loadContracts(project)
    if (deployment === undefined) return printList(contracts, journeys)
    const setup = { ...deployment, ...chooseJourneys(options, contracts, journeys) }
    const signal = stopOnSignals()
    if (options.wait !== undefined) await waitForHealth(setup, options.wait, signal)
    if (options.every === undefined) return runOnce(setup, options, signal)
    await runEvery(options.every, signal, async () => {
      const result = await runSmoke(setup, {}, signal)
      // A run that was called off says nothing of the deployment.
      if (!signal.aborted) await (await openOutput([jsonTarget(options)])).end(result)
    })
  })

async function waitForHealth({ base, contracts }: SmokeSetup, waitMs: number, signal: AbortSignal): Promise<void> {
  const services = contracts.map(({ service }) => service)
  let told = ''
  const waiting = (left: readonly string[]): void => {
    const text = `waiting for ${left.join(', ')}\n`
    if (text !== told) process.stderr.write(text)
    told = text
  }
  await waitUntilHealthy({ base, services, waitMs, signal, waiting })
}

async function runOnce(setup: SmokeSetup, options: SmokeOptions, signal: AbortSignal): Promise<void> {
  const output = await openOutput(targetsOf(options))
  const result = await runSmoke(setup, output, signal)
  await output.end(result)
  process.exitCode = signal.aborted ? calledOffCode(signal) : exitCodeOf(result)
}

function exitCodeOf({ reached, journeys }: RunResult): number {
  if (!reached) return unreachable
  return countSteps(journeys).failed > 0 ? 1 : 0
}

function targetsOf({ format = 'spec', output, junit, tap, json }: SmokeOptions): Target[] {
  const files = { junit, tap, json }
  return [
    { format, ...(output === undefined ? {} : { file: output }) },
    ...Object.entries(files).flatMap(([name, file]) =>
      file === undefined ? [] : [{ format: name as keyof typeof files, file }],
    ),
  ]
}

function jsonTarget({ output }: SmokeOptions): Target {
  return { format: 'json', ...(output === undefined ? {} : { file: output, append: true }) }
}

function printList(contracts: readonly LocalContract[], journeys: readonly Journey[]): void {
  const rows = [
    ...contracts.map(({ service }) => [contractName(service), service, 'no']),
    ...journeys.map(({ name, services, writes }) => [name, services.join(', '), writes ? 'yes' : 'no']),
  ]
  console.log(toColumns(['JOURNEY', 'SERVICES', 'WRITES'], rows))
}
