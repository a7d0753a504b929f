import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IContainer } from 'kubernetes-models/v1/Container'
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec'
import { parseAmount } from '../../lib/cloud-foundry/memory-limit.ts'
import type { Image } from './build-image.ts'

interface Mount {
  destination: string
}

interface RuntimeConfig {
  process: object
  mounts: Mount[]
  linux: { namespaces: { type: string }[]; resources: object }
  [key: string]: unknown
}

export interface RunningContainer {
  child: ChildProcess
  /** Everything printed so far, both streams. */
  output: () => string
  /** Of its first process, as this machine counts. */
  pid: () => number
  /** Sends it a signal, as a kubelet does. */
  signal: (name: string) => void
  /** Waits for its end. */
  ended: Promise<number | null>
}

/**
 * Runs an image with runc as the pods of a deployment are run: its user, its capabilities, its memory, its root that
 * cannot be written. The network is this machine's, so that it is reached as it is; nothing else is shared.
 *
 * @param folder where the runtime keeps what it needs
 * @param args in place of the image's command
 */
export function runContainer(
  { config, root }: Image,
  { securityContext: pod = {}, containers: [container] }: IPodSpec,
  env: Readonly<Record<string, string>>,
  { folder, args = config.Cmd }: { folder: string; args?: readonly string[] },
): RunningContainer {
  const id = `twelvefold-${randomUUID()}`
  const bundle = join(folder, id)
  mkdirSync(bundle)
  const runc = (...words: string[]): string =>
    execFileSync('runc', ['--root', join(folder, 'runc'), ...words], { cwd: bundle, encoding: 'utf8' })
  runc('spec')
  // A kubelet gives pods one as well.
  const hosts = join(bundle, 'hosts')
  writeFileSync(hosts, '127.0.0.1 localhost\n')
  const file = join(bundle, 'config.json')
  const spec = JSON.parse(readFileSync(file, 'utf8')) as RuntimeConfig
  const memory = parseAmount(String(container?.resources?.limits?.memory).replace('i', ''))
  writeFileSync(
    file,
    JSON.stringify({
      ...spec,
      root: { path: root, readonly: container?.securityContext?.readOnlyRootFilesystem },
      process: {
        ...spec.process,
        terminal: false,
        user: { uid: pod.runAsUser, gid: pod.runAsGroup },
        cwd: config.WorkingDir,
        args: [...config.Entrypoint, ...args],
        env: [...config.Env, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
        noNewPrivileges: container?.securityContext?.allowPrivilegeEscalation === false,
        capabilities: capabilitiesOf(container),
      },
      // What is left cannot be written by anybody but root.
      mounts: [
        ...spec.mounts.filter(({ destination }) => !['/dev/shm', '/dev/mqueue'].includes(destination)),
        { destination: '/etc/hosts', type: 'bind', source: hosts, options: ['bind', 'ro'] },
      ],
      linux: {
        ...spec.linux,
        cgroupsPath: `/${id}`,
        namespaces: spec.linux.namespaces.filter(({ type }) => type !== 'network'),
        resources: { ...spec.linux.resources, memory: { limit: memory, swap: memory } },
      },
    }),
  )
  const child = spawn('runc', ['--root', join(folder, 'runc'), 'run', '--bundle', bundle, id])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
  return {
    child,
    output: () => output,
    pid: () => (JSON.parse(runc('state', id)) as { pid: number }).pid,
    signal: (name) => void runc('kill', id, name),
    ended: new Promise((resolve, reject) => child.on('close', resolve).on('error', reject)),
  }
}

/** All are dropped, or those of the runtime's own list stay. */
const capabilitiesOf = (container: IContainer | undefined): object | undefined =>
  container?.securityContext?.capabilities?.drop?.includes('ALL') ? {} : undefined
