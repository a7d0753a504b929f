import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkKeys } from './check-keys.ts'
import { checkSchema } from './check-schema.ts'
import { change, type KubernetesObject, readBase, readOthers } from './manifests.ts'

const base = [...readBase(), ...readOthers()]

const get = (kind: string): KubernetesObject => {
  const object = base.find((candidate) => candidate.kind === kind)
  assert.ok(object, kind)
  return object
}

test('every object is one that Kubernetes takes, and has no key that it does not know', async () => {
  const faults = (await Promise.all(base.map(checkSchema))).flat()

  assert.equal(base.length, 10)
  assert.deepEqual(faults, [])
  assert.deepEqual(checkKeys(base), [])
})

test('what Kubernetes would refuse is found: a type, what is missing, a version, a kind', async () => {
  const wrong = [
    change(get('Deployment'), 'spec.minReadySeconds', '5'),
    change(get('Deployment'), 'spec.template.spec.containers.0.name', undefined),
    change(get('Deployment'), 'spec.template.spec.containers.0.readinessProbe.periodSeconds', '5'),
    change(get('Service'), 'spec.ports', {}),
    change(get('NetworkPolicy'), 'spec.egress.0.ports.0.port', true),
    change(get('HorizontalPodAutoscaler'), 'spec.maxReplicas', undefined),
    change(get('PodMonitor'), 'spec.podMetricsEndpoints.0.port', 8080),
    change(get('HorizontalPodAutoscaler'), 'apiVersion', 'autoscaling/v2beta2'),
    change(get('HorizontalPodAutoscaler'), 'apiVersion', 'autoscaling/v9'),
    change(get('Ingress'), 'kind', 'Ingres'),
  ]

  const faults = await Promise.all(wrong.map(checkSchema))

  assert.deepEqual(faults, [
    ['Deployment/spec/minReadySeconds must be integer'],
    ['Deployment/spec/template/spec/containers/0 must have required property name'],
    ['Deployment/spec/template/spec/containers/0/readinessProbe/periodSeconds must be integer'],
    ['Service/spec/ports must be array'],
    faults[4],
    ['HorizontalPodAutoscaler/spec must have required property maxReplicas'],
    ['PodMonitor/spec/podMetricsEndpoints/0/port must be string'],
    ['autoscaling/v2beta2 of HorizontalPodAutoscaler is not stable'],
    ['there is no HorizontalPodAutoscaler of autoscaling/v9'],
    ['there is no Ingres of networking.k8s.io/v1'],
  ])
  assert.match(faults[4]?.join() ?? '', /NetworkPolicy\/spec\/egress\/0\/ports\/0\/port must be/)
})

test('a key that Kubernetes does not know is found, however deep it is', () => {
  const container = 'spec.template.spec.containers.0'
  const faults = checkKeys([
    get('Deployment'),
    change(get('Deployment'), `${container}.readinessProbe.httpGet.pth`, '/health/ready'),
    change(get('Deployment'), `${container}.securityContext.readOnlyRootFileSystem`, true),
    change(get('Ingress'), 'spec.rules.0.http.paths.0.pathtype', 'Prefix'),
    change(get('ServiceAccount'), 'automountToken', false),
    change(get('PodMonitor'), 'spec.podMetricsEndpoints.0.pth', '/metrics'),
  ])

  assert.deepEqual(
    faults.map((fault) => /^(\d+) .*'"(\w+)"' does not exist in type/.exec(fault)?.slice(1)),
    [
      ['1', 'pth'],
      ['2', 'readOnlyRootFileSystem'],
      ['3', 'pathtype'],
      ['4', 'automountToken'],
      ['5', 'pth'],
    ],
  )
})
