import assert from 'node:assert/strict'
import { test } from 'node:test'
import { probeEndpoints } from '../../../lib/hosts/probes.ts'
import { checkReferences } from './check-references.ts'
import { change, type KubernetesObject, readBase } from './manifests.ts'

const base = readBase()
const secrets = ['store', 'auth-client', 'auth-signing-keys', 'operation']
const elsewhere = ['ConfigMap/settings', ...secrets.map((name) => `Secret/${name}`)]
const paths = probeEndpoints([]).map(({ operation }) => operation.path)

const check = (objects: readonly KubernetesObject[]): string[] => checkReferences(objects, { elsewhere, paths })

test('every label, port, path and object that is named is there', () => {
  assert.deepEqual(check(base), [])
})

const breaches: [kind: string, place: string, value: unknown, fault: string][] = [
  ['Service', 'spec.selector', { app: 'x' }, 'Service: selects no pods by {"app":"x"}'],
  ['Service', 'spec.ports.0.targetPort', 'web', 'Service: the pods have no port web'],
  ['Service', 'spec.ports.0.name', 'web', 'Ingress: the service has no such port'],
  ['Service', 'metadata.name', 'shop', 'Ingress: there is no Service/twelvefold'],
  ['Ingress', 'spec.rules.0.host', 'b.example', 'Ingress: there is no certificate for b.example'],
  ['PodDisruptionBudget', 'spec.selector.matchLabels', {}, 'PodDisruptionBudget: selects no pods by {}'],
  ['NetworkPolicy', 'spec.ingress.0.ports.0.port', 'web', 'NetworkPolicy: the pods have no port web'],
  [
    'HorizontalPodAutoscaler',
    'spec.scaleTargetRef.name',
    'shop',
    'HorizontalPodAutoscaler: there is no Deployment/shop',
  ],
  ['Deployment', 'spec.replicas', 2, 'Deployment: the autoscaler says how many replicas there are'],
  ['Deployment', 'spec.selector.matchLabels', { app: 'x' }, 'Deployment: selects no pods by {"app":"x"}'],
  ['Deployment', 'spec.template.spec.serviceAccountName', 'x', 'Deployment: there is no ServiceAccount/x'],
  [
    'Deployment',
    'spec.template.spec.containers.0.envFrom.0.configMapRef.name',
    'x',
    'Deployment: there is no ConfigMap/x',
  ],
  ['Deployment', 'spec.template.spec.containers.0.envFrom.1.secretRef.name', 'x', 'Deployment: there is no Secret/x'],
  [
    'Deployment',
    'spec.template.spec.containers.0.readinessProbe.httpGet.path',
    '/ready',
    'probe: nothing answers /ready',
  ],
  ['Deployment', 'spec.template.spec.containers.0.livenessProbe.httpGet.port', 'x', 'probe: the pods have no port x'],
  ['Deployment', 'metadata.namespace', 'other', 'there are several namespaces: , other'],
]

for (const [kind, place, value, fault] of breaches)
  test(`${kind}: a ${place} of ${JSON.stringify(value)} is found`, () => {
    const broken = base.map((object) => (object.kind === kind ? change(object, place, value) : object))

    assert.ok(check(broken).includes(fault), check(broken).join('\n'))
  })
