import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment'
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler'
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress'
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import type { IService } from 'kubernetes-models/v1/Service'
import { containerOf, find, type KubernetesObject, podsOf } from './manifests.ts'

type Labels = Record<string, string>

/**
 * Says where objects name what is not there: labels, ports, other objects, paths.
 *
 * @param elsewhere objects that are made otherwise, as `kind/name`
 * @param paths those that a process answers without a service
 */
export function checkReferences(
  objects: readonly KubernetesObject[],
  { elsewhere, paths }: { elsewhere: readonly string[]; paths: readonly string[] },
): string[] {
  const there = new Set([...objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`), ...elsewhere])
  const mustExist = (who: string, name: string): string[] => (there.has(name) ? [] : [`${who}: there is no ${name}`])
  const deployment = find<IDeployment>(objects, 'Deployment')
  const labels = deployment.spec?.template.metadata?.labels ?? {}
  const container = containerOf(objects)
  const ports = new Set((container.ports ?? []).map(({ name }) => name))
  const mustListen = (who: string, port: unknown): string[] =>
    typeof port === 'string' && !ports.has(port) ? [`${who}: the pods have no port ${port}`] : []
  const service = find<IService>(objects, 'Service')
  const policy = find<INetworkPolicy>(objects, 'NetworkPolicy')
  const budget = find<IPodDisruptionBudget>(objects, 'PodDisruptionBudget')
  const { scaleTargetRef: target } = find<IHorizontalPodAutoscaler>(objects, 'HorizontalPodAutoscaler').spec ?? {}
  const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe]
  const selectors: Record<string, Labels | undefined> = {
    Deployment: deployment.spec?.selector.matchLabels,
    Service: service.spec?.selector,
    NetworkPolicy: policy.spec?.podSelector?.matchLabels,
    PodDisruptionBudget: budget.spec?.selector?.matchLabels,
  }
  const namespaces = new Set(objects.map(({ metadata }) => metadata.namespace))
  return [
    ...(namespaces.size > 1 ? [`there are several namespaces: ${[...namespaces].join(', ')}`] : []),
    ...Object.entries(selectors).flatMap(([who, selector]) => checkSelector(who, selector, labels)),
    ...(podsOf(objects).topologySpreadConstraints ?? []).flatMap(({ labelSelector }) =>
      checkSelector('topologySpreadConstraints', labelSelector?.matchLabels, labels),
    ),
    ...(service.spec?.ports ?? []).flatMap(({ targetPort }) => mustListen('Service', targetPort)),
    ...[...(policy.spec?.ingress ?? []), ...(policy.spec?.egress ?? [])].flatMap(({ ports: allowed = [] }) =>
      allowed.flatMap(({ port }) => mustListen('NetworkPolicy', port)),
    ),
    ...probes.flatMap((probe) => [
      ...mustListen('probe', probe?.httpGet?.port),
      ...(paths.includes(probe?.httpGet?.path ?? '') ? [] : [`probe: nothing answers ${probe?.httpGet?.path}`]),
    ]),
    ...mustExist('HorizontalPodAutoscaler', `${target?.kind}/${target?.name}`),
    ...(deployment.spec?.replicas === undefined ? [] : ['Deployment: the autoscaler says how many replicas there are']),
    ...mustExist('Deployment', `ServiceAccount/${podsOf(objects).serviceAccountName}`),
    ...(container.envFrom ?? []).flatMap(({ configMapRef, secretRef }) =>
      mustExist('Deployment', configMapRef ? `ConfigMap/${configMapRef.name}` : `Secret/${secretRef?.name}`),
    ),
    ...checkIngress(find<IIngress>(objects, 'Ingress'), service, mustExist),
  ]
}

function checkSelector(who: string, selector: Labels | undefined, labels: Labels): string[] {
  const pairs = Object.entries(selector ?? {})
  const isMet = pairs.length > 0 && pairs.every(([name, value]) => labels[name] === value)
  return isMet ? [] : [`${who}: selects no pods by ${JSON.stringify(selector)}`]
}

function checkIngress(
  { spec = {} }: IIngress,
  service: IService,
  mustExist: (who: string, name: string) => string[],
): string[] {
  const secured = (spec.tls ?? []).flatMap(({ hosts = [] }) => hosts)
  const ports = (service.spec?.ports ?? []).map(({ name }) => name)
  return (spec.rules ?? []).flatMap(({ host, http }) => [
    ...(secured.includes(host ?? '') ? [] : [`Ingress: there is no certificate for ${host}`]),
    ...(http?.paths ?? []).flatMap(({ backend }) => [
      ...mustExist('Ingress', `Service/${backend.service?.name}`),
      ...(ports.includes(backend.service?.port?.name) ? [] : ['Ingress: the service has no such port']),
    ]),
  ])
}
