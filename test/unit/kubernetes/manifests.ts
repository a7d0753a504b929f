import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { parseYaml } from '@redocly/openapi-core'
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment'
import type { IContainer } from 'kubernetes-models/v1/Container'
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec'

export const root: string = join(import.meta.dirname, '..', '..', '..')
export const folder: string = join(root, 'kubernetes')

/** Anything that `kubectl apply` takes. */
export interface KubernetesObject {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string; labels?: Record<string, string> }
  [key: string]: unknown
}

/** Where the models of a version are: one module a kind. */
export const modelsOf = (apiVersion: string): string =>
  apiVersion.startsWith('monitoring.coreos.com/')
    ? `@kubernetes-models/prometheus-operator/${apiVersion}`
    : `kubernetes-models/${apiVersion}`

interface Kustomization {
  resources: string[]
  images?: { name: string; newName: string; newTag: string }[]
  configMapGenerator?: { name: string; literals?: string[] }[]
  patches?: { target: { kind: string }; patch: string }[]
}

/** The objects of a file or of what a command has printed, one a document. */
export const parseObjects = (text: string): KubernetesObject[] =>
  text.split(/^---$/m).map((document) => parseYaml(document) as KubernetesObject)

export const readKustomization = (name: string): Kustomization =>
  parseYaml(readFileSync(join(folder, name, 'kustomization.yaml'), 'utf8')) as Kustomization

/** Each object of `base/`, as it stands in its file. */
export const readBase = (): KubernetesObject[] =>
  readKustomization('base').resources.flatMap((file) => parseObjects(readFileSync(join(folder, 'base', file), 'utf8')))

/** What is applied by itself: namespaces, and the monitor of the pods. */
export const readOthers = (): KubernetesObject[] =>
  ['staging/namespace.yaml', 'production/namespace.yaml', 'pod-monitor.yaml'].flatMap((file) =>
    parseObjects(readFileSync(join(folder, file), 'utf8')),
  )

/** What an environment sets. */
export const readSettings = (environment: string): Record<string, string> =>
  parseEnv(readFileSync(join(folder, environment, 'settings.env'), 'utf8')) as Record<string, string>

/** The object of a kind. @throws where there is none */
export function find<Found>(objects: readonly KubernetesObject[], kind: string): Found {
  const found = objects.find((object) => object.kind === kind)
  if (found === undefined) throw new Error(`There is no ${kind}.`)
  return found as Found
}

/** The pods of a deployment. */
export const podsOf = (objects: readonly KubernetesObject[]): IPodSpec => {
  const spec = find<IDeployment>(objects, 'Deployment').spec?.template.spec
  if (spec === undefined) throw new Error('The deployment has no pods.')
  return spec
}

/** The only container that they have. */
export const containerOf = (objects: readonly KubernetesObject[]): IContainer => {
  const [container, ...others] = podsOf(objects).containers
  if (container === undefined || others.length > 0) throw new Error('A pod must have one container.')
  return container
}

/** The same with something else at a place, `.` between its steps; `undefined` takes it out. */
export function change<Value>(value: Value, place: string, to: unknown): Value {
  const copy = structuredClone(value)
  const steps = place.split('.')
  const last = steps.pop() ?? ''
  let node = copy as Record<string, unknown>
  for (const step of steps) node = node[step] as Record<string, unknown>
  if (to === undefined) delete node[last]
  else node[last] = to
  return copy
}
