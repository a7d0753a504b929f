import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseYaml } from '@redocly/openapi-core'
import type { IContainer } from 'kubernetes-models/v1/Container'
import { type Application, bindingName } from '../../../lib/cloud-foundry/manifest.ts'
import { readManifest } from '../../../lib/cloud-foundry/manifest-file.ts'
import { parseAmount } from '../../../lib/cloud-foundry/memory-limit.ts'
import { readKitSettings } from '../../../lib/config/kit.ts'
import { describeSecret, isSecretName } from '../../../lib/config/secret-shapes.ts'
import { openProject } from '../../../lib/contract/project.ts'
import { containerOf, podsOf, readBase, readKustomization, readSettings, root } from './manifests.ts'
import { readSecrets } from './secrets.ts'

// "npm run check" holds manifest.yml against the contracts and declarations, and these tests hold Kubernetes against it.
const applications = readManifest(openProject(root))?.applications ?? []
const environments = ['staging', 'production']
/** Set by the image, which is the release. */
const ofTheImage = ['VERSION']

const base = readBase()
const container = containerOf(base)

const getApplication = (name: string): Application => {
  const application = applications.find((candidate) => candidate.name === name)
  assert.ok(application, name)
  return application
}

const secretsOf = ({ envFrom = [] }: Pick<IContainer, 'envFrom'>): string[] =>
  envFrom.flatMap(({ secretRef }) => secretRef?.name ?? [])

/** Those that are not of a service instance, such as the token of the metrics. */
const operation = 'operation'

for (const environment of environments)
  test(`${environment}: every variable of the application in manifest.yml has its place`, () => {
    const { env } = getApplication('twelvefold')
    const given = new Set([
      ...Object.keys(readSettings(environment)),
      ...(container.env ?? []).map(({ name }) => name),
      ...(readSecrets()[operation] ?? []),
      ...ofTheImage,
    ])

    assert.deepEqual(
      Object.keys(env).filter((name) => !given.has(name)),
      [],
    )
    assert.equal(readSettings(environment).ENV, environment)
  })

test('no file of an environment has a secret', () => {
  const found = environments.flatMap((environment) =>
    Object.entries(readSettings(environment)).filter(([name, value]) => isSecretName(name) || describeSecret(value)),
  )

  assert.deepEqual(found, [])
})

test('each service instance of manifest.yml is a secret', () => {
  const bound = getApplication('twelvefold').services.map(bindingName)

  assert.deepEqual(secretsOf(container).sort(), [...bound, operation].sort())
  assert.deepEqual(Object.keys(readSecrets()).sort(), secretsOf(container).sort())
})

test('a deployment of one service has its secrets and its path, and no others', () => {
  const { configMapGenerator: [settings] = [], patches = [] } = readKustomization('production-catalog')
  const [, service = ''] = /^SERVICES=(\w+)$/.exec(settings?.literals?.join() ?? '') ?? []
  const { services, routes } = getApplication(`twelvefold-${service}`)
  const replaced = (kind: string): unknown => {
    const patch = patches.find(({ target }) => target.kind === kind)?.patch ?? ''
    return (parseYaml(patch) as { value: unknown }[])[0]?.value
  }

  const secrets = secretsOf({ envFrom: replaced('Deployment') as NonNullable<IContainer['envFrom']> })

  assert.deepEqual(secrets, [...services.map(bindingName), operation])
  assert.deepEqual([{ route: `((host))${replaced('Ingress')}` }], routes)
})

test('a pod is given the time to end that it needs', () => {
  const { terminationGracePeriodSeconds: given = 0 } = podsOf(base)
  const pause = container.lifecycle?.preStop?.sleep?.seconds ?? 0
  const variable = container.env?.find(({ name }) => name === 'SHUTDOWN_TIMEOUT_MS')?.value
  const { SHUTDOWN_TIMEOUT_MS, HANDLER_TIMEOUT_MS } = readKitSettings({ SHUTDOWN_TIMEOUT_MS: variable })

  assert.ok(pause > 0)
  assert.ok(SHUTDOWN_TIMEOUT_MS > HANDLER_TIMEOUT_MS)
  assert.ok(given * 1000 > pause * 1000 + SHUTDOWN_TIMEOUT_MS)
})

test('a pod has the memory that the flags of its command are made for, and all of it is its own', () => {
  const { requests, limits } = container.resources ?? {}

  assert.equal(parseAmount(String(limits?.memory).replace('i', '')), parseAmount(getApplication('twelvefold').memory))
  assert.equal(requests?.memory, limits?.memory)
})

test('a probe waits longer than a check of it may take', () => {
  for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe])
    assert.ok((probe?.timeoutSeconds ?? 1) > 1)
})
