import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { extension } from '../build/extension.ts'
import { openProject, type Project } from '../contract/project.ts'
import { deployToAws } from '../deploy/deploy-to-aws.ts'
import { deployToCloudFoundry } from '../deploy/deploy-to-cloud-foundry.ts'
import { type Checkout, readCheckout } from '../deploy/read-checkout.ts'
import { rollBackCloudFoundry } from '../deploy/roll-back-cloud-foundry.ts'
import { type Run, type Step, StepFailed } from '../deploy/step.ts'
import { chooseApplications } from './cloud-foundry/choose-applications.ts'
import {
  checkEnvironment,
  choosePlatform,
  chooseVarsFile,
  type DeployOptions,
  type Platform,
  parseRevision,
  platforms,
} from './deploy/deploy-options.ts'
import { refuseCheckout } from './deploy/refuse-checkout.ts'
import { sayOnly, stepRunner } from './deploy/run-step.ts'
import { withScratch, writeVars } from './deploy/scratch.ts'
import { usageError } from './exit-codes.ts'
import { CommandError } from './failure.ts'
import { isProduction } from './is-production.ts'
import { parseWords } from './option-values.ts'
import { serverlessEntry } from './serverless.ts'

const help = `
Environment:
  DEPLOY_PLATFORM            the platform, where --platform does not say it
  VERSION                    the version (default: the tag of the commit, else what "git describe" says)
  CF_API, CF_ORG, CF_SPACE   the place in Cloud Foundry (default of the space: the environment's name)
  CF_USERNAME, CF_PASSWORD   who logs in to it; without them cf has to be at that place already
  CF_ORIGIN, CF_CLIENT_CREDENTIALS   of which identity provider they are; that they are a client's
  CF_VARS_FILE, CF_VAR_<NAME>, METRICS_TOKEN   values of ((placeholders)) in manifest.yml
  AWS_PROFILE, AWS_REGION, SERVICES, …   as in packaging

Exit codes:
  0    it is deployed
  1    a step has failed
  2    the command is wrong, or production is refused what was not released; nothing was run
  78   something is missing or wrong: a variable, a program, the space
  129, 130, 143   it was called off (SIGHUP, SIGINT, SIGTERM); what has begun at the platform may go on there

Examples:
  npx twelvefold deploy staging --platform cloud-foundry --dry-run
  DEPLOY_PLATFORM=aws npm run deploy:production
  npx twelvefold deploy production --platform cloud-foundry --rollback`

/** `twelvefold deploy`: brings what is checked out to a platform, as the guides tell it by hand. */
export const deploy: Command = new Command('deploy')
  .description(
    'bring what is checked out to an environment: build, then "cf push" by a rolling deployment, or package, then ' +
      '"serverless deploy"; production gets releases only',
  )
  .argument('<environment>', 'the environment: staging, production, …')
  .addOption(new Option('--platform <name>', 'where to').choices(platforms))
  .option('--app <names>', 'these applications of manifest.yml, comma list (default: the first)', parseWords)
  .option('--vars-file <file>', 'values of ((placeholders)) (default: <environment>.yml, where it is there)')
  .option('--no-build', 'take dist/ or .serverless/ as it is')
  .option('--dry-run', 'say what would be run, and run nothing')
  .option(
    '--rollback [revision]',
    'go back: cancel a deployment that is under way, else to the revision before',
    parseRevision,
  )
  .option('--allow-dirty', 'bring files to production that were not committed')
  .option('--allow-untagged', 'bring a commit to production that is no release')
  .addHelpText('after', help)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageError))
  .action(async (environment: string, options: DeployOptions) => {
    const project = openProject()
    checkEnvironment(project, environment)
    const platform = choosePlatform(options, process.env)
    const run = options.dryRun ? sayOnly : stepRunner(project.root)
    // Nobody may read on (| head), and a terminal may be gone: what is begun is done all the same.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
    const started = performance.now()
    try {
      const done = await (options.rollback === undefined ? bring : goBack)({
        project,
        environment,
        platform,
        options,
        run,
      })
      if (!options.dryRun) console.log(`${done} (${Math.round((performance.now() - started) / 1000)} s)`)
    } catch (error) {
      throw error instanceof StepFailed ? new CommandError(error.message) : error
    }
  })

interface Deployment {
  project: Project
  environment: string
  platform: Platform
  options: DeployOptions
  run: Run
}

async function bring({ project, environment, platform, options, run }: Deployment): Promise<string> {
  const checkout = readCheckout(project)
  const { version } = checkout
  if (isProduction(environment)) refuseOrSay(checkout, environment, options)
  const to = `${environment} (${platform})`
  if (platform === 'aws') {
    console.log(`# version ${version} to ${to}`)
    const build = options.build ? kitStep('package') : undefined
    await deployToAws({ environment, version, build, serverless: serverlessEntry(project) }, run)
    return `deployed ${version} to ${to}`
  }
  const { manifest, applications } = chooseApplications(project, options.app)
  const names = applications.map(({ name }) => name)
  console.log(`# version ${version} of ${names.join(', ')} to ${to}`)
  await withScratch(options, async (folder) => {
    await deployToCloudFoundry(
      {
        ...{ manifest, applications: names, environment, version, env: process.env, home: folder },
        varsFile: chooseVarsFile(project, environment, options, process.env),
        build: options.build ? kitStep('build') : undefined,
        writeVars: (found) => writeVars(found, folder, options),
      },
      run,
    )
  })
  return `deployed ${version} of ${names.join(', ')} to ${to}`
}

/** A dry run can be had at any commit. */
function refuseOrSay(checkout: Checkout, environment: string, options: DeployOptions): void {
  try {
    refuseCheckout(checkout, environment, options)
  } catch (error) {
    if (!options.dryRun || !(error instanceof CommandError)) throw error
    console.log(`# It would be refused: ${error.message}`)
  }
}

async function goBack({ project, environment, platform, options, run }: Deployment): Promise<string> {
  if (platform === 'aws')
    throw new CommandError(
      'On AWS going back is deploying the release before: git switch --detach <its tag>, npm ci, and deploy that.',
      usageError,
    )
  const applications = chooseApplications(project, options.app).applications.map(({ name }) => name)
  if (typeof options.rollback === 'number' && applications.length > 1)
    throw new CommandError('Each application counts its own revisions: name one with --app.', usageError)
  const revision = typeof options.rollback === 'number' ? options.rollback : undefined
  console.log(`# back, ${applications.join(', ')} in ${environment} (${platform})`)
  await withScratch(options, (home) =>
    rollBackCloudFoundry({ applications, environment, revision, env: process.env, home }, run),
  )
  return `${applications.join(', ')} in ${environment} went back`
}

/** A step that is a command of the kit. */
const kitStep = (command: string): Step => ({
  program: process.execPath,
  args: [fileURLToPath(import.meta.resolve(`./main${extension}`)), command],
  typed: ['twelvefold', command],
})
