import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '../../../lib/config/config-error.ts'
import { type Project, takesTokens } from '../../../lib/contract/project.ts'
import { loadApplication, type ServiceEntry } from '../../../lib/hosts/application.ts'
import { runCommand } from '../../fakes/command.ts'
import { contract, createProject, handler } from '../../fakes/project.ts'

const getItem = (security: string): string => `
/shop:
  get:
    operationId: getItem
    security: ${security}
    responses:
      "200": { description: An item. }`

const withToken = contract(
  getItem('[oauth: []]'),
  'securitySchemes: { oauth: { type: openIdConnect, openIdConnectUrl: https://issuer.example.com } }',
)
const withKey = contract(
  getItem('[apiKey: []]'),
  'securitySchemes: { apiKey: { type: apiKey, in: header, name: X-Api-Key } }',
)

const projectWith = (context: { after: (clean: () => void) => void }, openapi: string): Project =>
  createProject(context, {
    'functions/shop/openapi.yaml': openapi,
    'functions/shop/get-item.ts': handler('getItem', '{}'),
  })

async function faultsOf(services: ServiceEntry[], env: Record<string, string>): Promise<string> {
  const before = { ...process.env }
  Object.assign(process.env, env)
  try {
    await loadApplication({ release: { version: '1.0.0', commit: 'unknown' }, services })
    return ''
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message
  } finally {
    for (const name of Object.keys(env)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

const service = (name: string, takes: boolean): ServiceEntry => ({
  name,
  load: async () => ({ name, endpoints: [], loadContract: async () => '{}' }),
  ...(takes ? { takesTokens: true } : {}),
})

test('a service that takes tokens does not start without an issuer and an audience', async () => {
  const faults = await faultsOf([service('shop', true)], { ENV: 'production' })

  assert.match(faults, /^AUTH_AUDIENCE: is required.*\nAUTH_ISSUER: is required/)
})

test('nobody asks for an issuer where no chosen service takes tokens', async () => {
  const services = [service('shop', true), service('time', false)]

  assert.equal(await faultsOf(services, { ENV: 'production', SERVICES: 'time' }), '')
})

test('whether a service takes tokens, its contract says', (context) => {
  assert.equal(takesTokens(projectWith(context, withToken), 'shop'), true)
  assert.equal(takesTokens(projectWith(context, withKey), 'shop'), false)
  assert.equal(
    takesTokens(projectWith(context, withKey.replace(/type: apiKey.*X-Api-Key/, 'type: http, scheme: Bearer')), 'shop'),
    true,
  )
})

test('twelvefold env lists what a service that takes tokens needs, and what is missing', async (context) => {
  const { root } = projectWith(context, withToken)

  const listed = runCommand(context, root, ['env'])
  const checked = runCommand(context, root, ['env', '--check'], { ENV: 'production' })
  await listed.ended()

  assert.match(listed.output(), /AUTH_ISSUER +access +no +http:\/\/localhost:3000\/auth/)
  assert.equal(await checked.ended(), 78)
  assert.match(checked.output(), /AUTH_ISSUER: is required/)
})
