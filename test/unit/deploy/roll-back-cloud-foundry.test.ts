import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRevisions, rollBackCloudFoundry } from '../../../lib/deploy/roll-back-cloud-foundry.ts'
import { scripted } from './scripted.ts'

/** As cf CLI 8 prints it (command/v7/revisions_command.go). */
const table = (deployed: string): string =>
  [
    'Getting revisions for app shop in org shop / space staging as ada...',
    '',
    'revision      description                  deployable   revision guid                          created at',
    `4(deployed)   ${deployed.padEnd(26)}   true         7b8c1f0a-0000-4000-8000-000000000004   2026-11-25T10:00:00Z`,
    '3             New droplet deployed.        false        7b8c1f0a-0000-4000-8000-000000000003   2026-11-24T10:00:00Z',
    '2             New environment variables.   true         7b8c1f0a-0000-4000-8000-000000000002   2026-11-23T10:00:00Z',
    '1             Initial revision.            true         7b8c1f0a-0000-4000-8000-000000000001   2026-11-22T10:00:00Z',
    '',
  ].join('\n')

const session = {
  'cf version': 'cf version 8.14.1+2bcb856.2025-06-10',
  'cf target': 'org:            shop\nspace:          staging\n',
}
const idle = { ...session, 'cf cancel-deployment shop': new Error('No active deployment found for app.') }

const wish = (revision?: number) => ({
  applications: ['shop'],
  environment: 'staging',
  revision,
  env: {},
  home: '/somewhere',
})

test('a deployment that is under way is cancelled, and nothing else is done', async () => {
  const { run, lines } = scripted({ ...session, 'cf cancel-deployment shop': 'OK' })

  await rollBackCloudFoundry(wish(), run)

  assert.deepEqual(lines.slice(2), ['cf cancel-deployment shop'])
})

test('else the latest revision before that can still be deployed is taken', async () => {
  const { run, lines } = scripted({ ...idle, 'cf revisions shop': table('New droplet deployed.') })

  await rollBackCloudFoundry(wish(), run)

  assert.deepEqual(lines.slice(3), ['cf revisions shop', 'cf rollback shop --version 2 -f'])
})

test('a revision that is named is taken at its word', async () => {
  const { run, lines } = scripted(idle)

  await rollBackCloudFoundry(wish(1), run)

  assert.deepEqual(lines.slice(2), ['cf rollback shop --version 1 -f'])
})

test('whoever has gone back already is asked which: the one before is what they left', async () => {
  const { run, lines } = scripted({ ...idle, 'cf revisions shop': table('Rolled back to revision 2.') })

  await assert.rejects(rollBackCloudFoundry(wish(), run), {
    exitCode: 78,
    message:
      /say which revision: what shop has now is itself one that somebody went back to\.[\s\S]*Initial revision\./,
  })
  assert.ok(lines.every((line) => !line.includes('rollback')))
})

test('where there is nothing to go back to, it is said', async () => {
  const only = table('New droplet deployed.').split('\n').slice(0, 4).join('\n')
  for (const [output, message] of [
    [only, /none before 4 that can be deployed/],
    ['No revisions found', /has none that is deployed/],
  ] as const) {
    const { run } = scripted({ ...idle, 'cf revisions shop': output })
    await assert.rejects(rollBackCloudFoundry(wish(), run), message)
  }
})

test('what the platform says instead is not taken for "none under way"', async () => {
  const { run } = scripted({ ...session, 'cf cancel-deployment shop': new Error('You are not authorized.') })

  await assert.rejects(rollBackCloudFoundry(wish(), run), /You are not authorized/)
})

test('rows are read whatever their descriptions say', () => {
  const output =
    '12(deployed)   New process type added. Custom start command removed.   true         6f   2026-11-25T10:00:00Z'

  assert.deepEqual(readRevisions(output), [
    {
      number: 12,
      description: 'New process type added. Custom start command removed.',
      deployable: true,
      deployed: true,
    },
  ])
})
