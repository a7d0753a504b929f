import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandError } from '../../../lib/cli/failure.ts'
import { chooseJourneys, readDeployment } from '../../../lib/cli/smoke/smoke-setup.ts'
import { journey } from '../../../lib/smoke/journey.ts'
import { loadShop } from './shop.ts'

const options = { timeout: 1_000, concurrency: 4 }
const usageError = (error: unknown): boolean => error instanceof CommandError && error.exitCode === 2

test('a service that the project does not have, and a pattern that fits no journey, are refused', async (context) => {
  const contracts = await loadShop(context)

  assert.throws(() => chooseJourneys({ ...options, service: ['till'] }, contracts, []), usageError)
  assert.throws(() => chooseJourneys({ ...options, only: () => false }, contracts, []), usageError)
})

test('--service chooses contracts; the place where tokens come from is known all the same', async (context) => {
  const contracts = await loadShop(context)
  const journeys = [journey('it looks', { services: ['shop'] }, async () => undefined)]

  const chosen = chooseJourneys({ ...options, service: ['shop'] }, contracts, journeys)

  assert.deepEqual([chosen.contracts, chosen.journeys, chosen.tokenUrl], [contracts, journeys, '/login/token'])
})

test('--every is for lines of JSON only', () => {
  assert.throws(() => readDeployment('https://a.example', { ...options, every: 1, junit: 'x.xml' }), usageError)
  assert.throws(() => readDeployment('https://a.example', { ...options, every: 1, format: 'spec' }), usageError)
  assert.ok(readDeployment('https://a.example', { ...options, every: 1, format: 'json' }))
})
