import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { buildProcess } from '../build/build-process.ts'
import type { Application } from '../cloud-foundry/manifest.ts'
import { withDefaults } from '../cloud-foundry/platform-defaults.ts'
import { generate } from '../contract/generate.ts'
import { listServices, openProject, type Project } from '../contract/project.ts'
import { readRelease } from '../contract/release.ts'
import type { Journey } from '../smoke/journey.ts'
import { loadJourneys } from '../smoke/load-journeys.ts'
import { findTokenUrl, type LocalContract, loadContracts } from '../smoke/local-contract.ts'
import type { RunResult } from '../smoke/result.ts'
import { runSmoke } from '../smoke/run-smoke.ts'
import { chooseApplications } from './cloud-foundry/choose-applications.ts'
import { loadBacking } from './cloud-foundry/load-backing.ts'
import { printStaged, printStop } from './cloud-foundry/print-staged.ts'
import { type Staged, stageApplication } from './cloud-foundry/stage-application.ts'
import { usageError } from './exit-codes.ts'
import { CommandError } from './failure.ts'
import { parseWords } from './option-values.ts'
import { openOutput } from './smoke/smoke-output.ts'
import { calledOffCode, stopOnSignals } from './stop-on-signals.ts'

const help = `
Exit codes:
  0    it started in its memory, was healthy, passed the journeys and stopped
  1    one of these it did not
  2    the command is wrong: an application, its folder, a variable or a service instance is missing
  78   the configuration is wrong: that of the manifest, or that of the application
  130, 143   it was called off (SIGINT, SIGTERM)

Examples:
  twelvefold stage --services services.ts
  twelvefold stage --services services.ts --app shop-notes,shop-till
  twelvefold stage --services services.ts --keep`

interface StageOptions {
  app?: string[]
  services?: string
  env: string
  var?: Record<string, string>
  build: boolean
  keep?: true
}

/** `twelvefold stage`: does locally what `cf push` and the Node buildpack do, and tries what came of it. */
export const stage: Command = new Command('stage')
  .description(
    'do locally what cf push does with applications of manifest.yml: upload, install, start in the ' +
      'memory that they have, check their health, run the smoke journeys (also those that write), stop',
  )
  .option('--app <names>', 'these applications, comma list (default: the first)', parseWords)
  .option('--services <file>', 'module that stands in for the service instances: it exports "start"')
  .option('--env <name>', 'the environment, as ((env))', 'staging')
  .option('--var <name=value>', 'value of a ((placeholder)); can be given several times', addVariable)
  .option('--no-build', 'take dist/ as it is')
  .option('--keep', 'leave it running until Ctrl+C, and its folder and log after that')
  .addHelpText('after', help)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageError))
  .action(async (options: StageOptions) => {
    const project = openProject()
    const applications = chooseApplications(project, options.app).applications.map(withDefaults)
    const startBacking = options.services === undefined ? undefined : await loadBacking(options.services)
    await generate(project)
    if (options.build) await buildProcess(project)
    const [contracts, journeys] = [await loadContracts(project), await loadJourneys(project)]
    const { version, commit } = readRelease(project)
    refuseMissingFolders(project, applications)
    const signal = stopOnSignals()
    try {
      for (const application of applications) {
        const services = application.env.SERVICES?.split(',') ?? listServices(project)
        const wish = {
          ...{ application, services, startBacking },
          source: join(project.root, application.path),
          environment: options.env,
          version: `${version} ${commit.slice(0, 8)}`,
          vars: options.var ?? {},
        }
        console.log(application.name)
        const work = (staged: Staged) => tryIt(staged, { contracts, journeys, services, signal, keep: options.keep })
        await stageApplication(wish, work, { keep: options.keep ?? false, signal })
      }
    } catch (error) {
      if (!signal.aborted) throw error
      process.exitCode = calledOffCode(signal)
    }
  })

interface Trial {
  contracts: readonly LocalContract[]
  journeys: readonly Journey[]
  services: readonly string[]
  signal: AbortSignal
  keep: true | undefined
}

async function tryIt(staged: Staged, { contracts, journeys, services, signal, keep }: Trial): Promise<void> {
  const { url, smoke, running } = staged
  const chosen = contracts.filter(({ service }) => services.includes(service))
  const output = await openOutput([])
  const result = await runSmoke(
    {
      ...{ base: url, contracts: chosen, journeys, write: true, strict: true, timeoutMs: 10_000, concurrency: 4 },
      // An application without the issuer has nobody who would give it a token.
      ...(chosen.length === contracts.length ? { credentials: smoke, tokenUrl: findTokenUrl(contracts) } : {}),
    },
    output,
    signal,
  )
  await output.end(result)
  signal.throwIfAborted()
  console.log(printStaged(staged, result))
  const failures = listFailures(result)
  if (keep) await untilCalledOff(staged, failures, signal)
  console.log(printStop(await running.stop()))
  if (failures.length > 0) throw new CommandError(failures.join('\n'))
}

/** Somebody looks round meanwhile. Whatever ends it, it is stopped. */
async function untilCalledOff(
  { url, folder, log }: Staged,
  failures: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const failure of failures) console.error(failure)
  console.log(`It runs at ${url}, from ${folder}; its log is ${log}. Ctrl+C stops it.`)
  await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

const listFailures = ({ journeys }: RunResult): string[] =>
  journeys.flatMap(({ name, steps }) =>
    steps.flatMap((step) => (step.failure ? [`${name}: ${step.name}: ${step.failure.message}`] : [])),
  )

function refuseMissingFolders(project: Project, applications: readonly Application[]): void {
  const missing = applications.find(({ path }) => !existsSync(join(project.root, path)))
  if (missing !== undefined)
    throw new CommandError(`There is no folder ${missing.path}, which ${missing.name} would upload.`, usageError)
}

function addVariable(text: string, known: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new CommandError(`--var must be name=value, is ${text}`, usageError)
  return { ...known, [text.slice(0, at)]: text.slice(at + 1) }
}
