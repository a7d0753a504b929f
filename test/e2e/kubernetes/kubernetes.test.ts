import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment'
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress'
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap'
import { probeEndpoints } from '../../../lib/hosts/probes.ts'
import { checkKeys } from '../../unit/kubernetes/check-keys.ts'
import { checkPodSecurity } from '../../unit/kubernetes/check-pod-security.ts'
import { checkReferences } from '../../unit/kubernetes/check-references.ts'
import { checkSchema } from '../../unit/kubernetes/check-schema.ts'
import {
  containerOf,
  find,
  folder,
  type KubernetesObject,
  parseObjects,
  podsOf,
  readSettings,
} from '../../unit/kubernetes/manifests.ts'
import { readSecrets } from '../../unit/kubernetes/secrets.ts'
import { type Kubectl, skip, unpackKubectl } from './kubectl.ts'

const names = ['staging', 'production', 'production-catalog']

describe('what kubectl makes of each folder', { skip }, () => {
  let kubectl: Kubectl
  let made: Map<string, KubernetesObject[]>

  before(() => {
    kubectl = unpackKubectl()
    made = new Map(names.map((name) => [name, parseObjects(kubectl.kustomize(join(folder, name)))]))
  })

  after(() => kubectl?.remove())

  const get = (name: string): KubernetesObject[] => made.get(name) ?? []

  for (const name of names)
    test(`${name}: Kubernetes knows each object, its pods are restricted, and all that is named is there`, async () => {
      const objects = get(name)
      const elsewhere = Object.keys(readSecrets()).map((secret) => `Secret/${secret}`)
      const paths = probeEndpoints([]).map(({ operation }) => operation.path)

      assert.equal(objects.length, 8)
      assert.deepEqual((await Promise.all(objects.map(checkSchema))).flat(), [])
      assert.deepEqual(checkKeys(objects), [])
      assert.deepEqual(checkPodSecurity(podsOf(objects)), [])
      assert.deepEqual(checkReferences(objects, { elsewhere, paths }), [])
      assert.deepEqual(
        new Set(objects.map(({ metadata }) => metadata.namespace)),
        new Set([`twelvefold-${name.replace('-catalog', '')}`]),
      )
    })

  for (const name of ['staging', 'production'])
    test(`${name}: the pods get its settings, at its address, of a released image`, () => {
      const objects = get(name)
      const { data = {} } = find<IConfigMap>(objects, 'ConfigMap')
      const [rule] = find<IIngress>(objects, 'Ingress').spec?.rules ?? []

      assert.deepEqual(data, { ...readSettings(name) })
      assert.equal(rule?.host, new URL(data.PUBLIC_URL ?? '').host)
      assert.match(containerOf(objects).image ?? '', /^registry\.example\.com\/twelvefold:\d/)
    })

  test('one service alone takes no name, no pod and no path of the others, and is let in by them', () => {
    const [all, alone] = [get('production'), get('production-catalog')]
    const identify = (objects: KubernetesObject[]): string[] =>
      objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)
    const labelsOf = (objects: KubernetesObject[]): Record<string, string> =>
      find<IDeployment>(objects, 'Deployment').spec?.template.metadata?.labels ?? {}
    const selects = (objects: KubernetesObject[], labels: Record<string, string>): boolean =>
      Object.entries(find<IDeployment>(objects, 'Deployment').spec?.selector.matchLabels ?? {}).every(
        ([label, value]) => labels[label] === value,
      )
    const letIn = find<INetworkPolicy>(all, 'NetworkPolicy').spec?.ingress?.flatMap(({ from = [] }) => from) ?? []
    const [expression] = letIn.flatMap(({ podSelector }) => podSelector?.matchExpressions ?? [])

    assert.deepEqual(
      identify(alone).filter((object) => identify(all).includes(object)),
      [],
    )
    assert.ok(selects(alone, labelsOf(alone)) && !selects(alone, labelsOf(all)) && !selects(all, labelsOf(alone)))
    assert.ok(expression?.values?.includes(labelsOf(alone)[expression.key] ?? ''))
    assert.equal(find<IConfigMap>(alone, 'ConfigMap').data?.SERVICES, 'catalog')
    assert.equal(find<IIngress>(alone, 'Ingress').spec?.rules?.[0]?.http?.paths[0]?.path, '/catalog')
  })
})
