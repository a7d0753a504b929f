import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { buildFunctions } from '../build/build-lambda.ts'
import { listFunctions } from '../build/functions.ts'
import { loadEnvironment } from '../config/environment.ts'
import { kitSettings } from '../config/kit.ts'
import { selectServices } from '../config/select-services.ts'
import { generate } from '../contract/generate.ts'
import { openProject, type Project } from '../contract/project.ts'
import { readPackagedValues } from '../hosts/aws/packaged-values.ts'
import { findExcess, type SizedTemplate } from '../hosts/aws/stack-limits.ts'
import { describeDeployment } from '../hosts/serverless-functions.ts'
import { areTracesOn } from '../observe/traces/trace-settings.ts'
import { toColumns } from './columns.ts'
import { CommandError } from './failure.ts'
import { serverlessEntry } from './serverless.ts'

/** `twelvefold package`: bundles each function and lets serverless make its zip and the CloudFormation template. */
export const packageCommand: Command = new Command('package')
  .description('make one zip per function in .serverless/ (SERVICES narrows it, ENV is the stage)')
  .action(async () => {
    const project = openProject()
    loadEnvironment({ root: project.root })
    const { services, routes } = await generate(project)
    const chosen = selectServices(
      services.map(({ service }) => service),
      kitSettings().SERVICES,
    )
    const functions = listFunctions(
      project,
      routes.filter(({ service }) => chosen.includes(service)),
      { traces: areTracesOn(readPackagedValues(project.root).values) },
    )
    await buildFunctions(project, functions)
    // Serverless does so too, and would wrap each fault in words of its own.
    await describeDeployment(project.root, { offline: false })
    rmSync(join(project.root, '.serverless'), { recursive: true, force: true })
    await runServerless(project, ['package'])
    const template = readTemplate(project)
    const excess = findExcess(template)
    if (excess !== undefined) throw new CommandError(excess)
    console.log(printZips(project))
    console.log(`\n${Object.keys(template.Resources).length} of the 500 resources that a stack can have`)
  })

async function runServerless(project: Project, args: string[]): Promise<void> {
  const child = spawn(process.execPath, [serverlessEntry(project), ...args], {
    cwd: project.root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk))
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  if (code !== 0) throw new CommandError(`serverless ${args.join(' ')} failed with ${code}:\n${output}`)
}

function readTemplate({ root }: Project): SizedTemplate {
  const file = join(root, '.serverless', 'cloudformation-template-update-stack.json')
  return JSON.parse(readFileSync(file, 'utf8')) as SizedTemplate
}

function printZips(project: Project): string {
  const folder = join(project.root, '.serverless')
  const zips = readdirSync(folder).filter((file) => file.endsWith('.zip'))
  const rows = zips.map((file) => [
    `.serverless/${file}`,
    `${(statSync(join(folder, file)).size / 1024).toFixed(1)} KB`,
  ])
  return toColumns(['ZIP', 'SIZE'], rows.sort())
}
