import { type ProcessHost, startServer } from '../parity/hosts/process.ts'
import type { Workspace } from '../parity/hosts/workspace.ts'
import { freePort, type Nginx, startNginx, upstreams } from './nginx/nginx.ts'

export interface SystemBehindNginx {
  nginx: Nginx
  /** Service → its process. */
  hosts: Map<string, ProcessHost>
  stop: () => Promise<void>
}

type Variables = Record<string, string>

/**
 * Starts services in their processes, and nginx in front of them.
 *
 * @param groups the services of each process
 * @param variablesOf what a group's process needs beside what nginx asks for; `base` is the address of nginx
 */
export async function startBehindNginx(
  workspace: Workspace,
  groups: readonly (readonly string[])[],
  variablesOf: (group: readonly string[], base: string) => Variables | Promise<Variables>,
): Promise<SystemBehindNginx> {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const hosts = new Map<string, ProcessHost>()
  const stopHosts = async (): Promise<void> => {
    for (const host of new Set(hosts.values())) await host.stop()
  }
  try {
    for (const group of groups) {
      const variables = await variablesOf(group, base)
      const fixed = { PUBLIC_URL: base, TRUST_PROXY: '1', SERVICES: group.join(',') }
      const host = await startServer(workspace, { ...variables, ...fixed })
      for (const service of group) hosts.set(service, host)
    }
    const portal = hosts.get('catalog')?.port ?? 0
    const ports = Object.fromEntries(upstreams.map((name) => [name, hosts.get(name)?.port ?? portal]))
    const nginx = await startNginx(ports, { port })
    return {
      nginx,
      hosts,
      stop: async () => {
        await nginx.stop()
        await stopHosts()
      },
    }
  } catch (error) {
    await stopHosts()
    throw error
  }
}
