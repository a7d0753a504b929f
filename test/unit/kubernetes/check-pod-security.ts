import type { IContainer } from 'kubernetes-models/v1/Container'
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec'

const volumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]
const profiles = ['RuntimeDefault', 'Localhost']

/**
 * Says where pods break the "restricted" policy, and two rules of our own: nothing can be written, and no token of
 * Kubernetes is there.
 *
 * Source: Kubernetes, "Pod Security Standards", baseline and restricted.
 */
export function checkPodSecurity(pods: IPodSpec): string[] {
  const { hostNetwork, hostPID, hostIPC, securityContext: pod = {} } = pods
  const faults = [
    ...say(hostNetwork || hostPID || hostIPC, 'must share nothing with the host'),
    ...say(pod.runAsUser === 0, 'must not run as root'),
    ...say((pod.sysctls ?? []).length > 0, 'must set no sysctls'),
    ...say(pod.seLinuxOptions, 'must have no SELinux options'),
    ...say(pod.appArmorProfile?.type === 'Unconfined', 'must not be unconfined by AppArmor'),
    ...say(pods.automountServiceAccountToken !== false, 'must have no token of Kubernetes'),
    ...(pods.volumes ?? []).flatMap(({ name, ...source }) =>
      say(!Object.keys(source).every((kind) => volumes.includes(kind)), `must not have the volume ${name}`),
    ),
  ]
  const containers = [...pods.containers, ...(pods.initContainers ?? [])]
  return [...faults, ...containers.flatMap((container) => checkContainer(container, pod))]
}

function checkContainer(container: IContainer, pod: NonNullable<IPodSpec['securityContext']>): string[] {
  const own = container.securityContext ?? {}
  const { name, ports = [], lifecycle, startupProbe, livenessProbe, readinessProbe } = container
  const asked = [startupProbe, livenessProbe, readinessProbe, lifecycle?.preStop, lifecycle?.postStart]
  const faults = [
    ...say(own.privileged, 'must not be privileged'),
    ...say(own.allowPrivilegeEscalation !== false, 'must not get more privileges'),
    ...say((own.runAsNonRoot ?? pod.runAsNonRoot) !== true, 'must say that it is not root'),
    ...say(own.runAsUser === 0, 'must not run as root'),
    ...say(!profiles.includes((own.seccompProfile ?? pod.seccompProfile)?.type ?? ''), 'must have a seccomp profile'),
    ...say(!own.capabilities?.drop?.includes('ALL'), 'must drop all capabilities'),
    ...say(!(own.capabilities?.add ?? []).every((it) => it === 'NET_BIND_SERVICE'), 'must add no capability'),
    ...say(own.procMount !== undefined && own.procMount !== 'Default', 'must mount /proc as usual'),
    ...say(own.seLinuxOptions, 'must have no SELinux options'),
    ...say(own.appArmorProfile?.type === 'Unconfined', 'must not be unconfined by AppArmor'),
    ...say(
      ports.some(({ hostPort }) => hostPort),
      'must take no port of the host',
    ),
    ...say(
      asked.some((it) => it?.httpGet?.host ?? it?.tcpSocket?.host),
      'must be probed at no other host',
    ),
    ...say(own.readOnlyRootFilesystem !== true, 'must not write to its root'),
  ]
  return faults.map((fault) => `${name} ${fault}`)
}

const say = (isSo: unknown, fault: string): string[] => (isSo ? [fault] : [])
