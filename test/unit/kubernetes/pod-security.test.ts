import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPodSecurity } from './check-pod-security.ts'
import { change, podsOf, readBase } from './manifests.ts'

const pods = podsOf(readBase())

test('the pods pass the restricted policy of Kubernetes, write nothing, and have no token', () => {
  assert.deepEqual(checkPodSecurity(pods), [])
  assert.equal(pods.volumes, undefined)
})

const breaches: [place: string, value: unknown, fault: string][] = [
  ['hostNetwork', true, 'must share nothing with the host'],
  ['hostPID', true, 'must share nothing with the host'],
  ['securityContext.runAsUser', 0, 'must not run as root'],
  ['securityContext.runAsNonRoot', undefined, 'twelvefold must say that it is not root'],
  ['securityContext.seccompProfile', undefined, 'twelvefold must have a seccomp profile'],
  ['securityContext.seccompProfile.type', 'Unconfined', 'twelvefold must have a seccomp profile'],
  ['securityContext.sysctls', [{ name: 'net.core.somaxconn', value: '1' }], 'must set no sysctls'],
  ['automountServiceAccountToken', undefined, 'must have no token of Kubernetes'],
  ['volumes', [{ name: 'data', hostPath: { path: '/' } }], 'must not have the volume data'],
  ['containers.0.ports.0.hostPort', 80, 'twelvefold must take no port of the host'],
  ['containers.0.livenessProbe.httpGet.host', 'x', 'twelvefold must be probed at no other host'],
  ['containers.0.securityContext.privileged', true, 'twelvefold must not be privileged'],
  ['containers.0.securityContext.runAsNonRoot', false, 'twelvefold must say that it is not root'],
  ['containers.0.securityContext.allowPrivilegeEscalation', undefined, 'twelvefold must not get more privileges'],
  ['containers.0.securityContext.readOnlyRootFilesystem', false, 'twelvefold must not write to its root'],
  ['containers.0.securityContext.capabilities.drop', ['NET_RAW'], 'twelvefold must drop all capabilities'],
  ['containers.0.securityContext.capabilities.add', ['SYS_ADMIN'], 'twelvefold must add no capability'],
]

for (const [place, value, fault] of breaches)
  test(`a pod whose ${place} is ${JSON.stringify(value) ?? 'not there'} is found`, () => {
    assert.deepEqual(checkPodSecurity(change(pods, place, value)), [fault])
  })
