import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Host } from './host.ts'
import { callServer } from './http-client.ts'
import { collectLines, type LogLines } from './log-lines.ts'
import { runNode, stopProcess } from './run.ts'
import { createWorkspace, environment, type ProjectName, twelvefold, type Workspace } from './workspace.ts'

export interface ProcessHost extends Host {
  child: ChildProcess
  port: number
}

/** Builds a project's process host: `twelvefold build`. */
export async function buildServer(project: ProjectName): Promise<Workspace> {
  const workspace = createWorkspace(project)
  await runNode(twelvefold('build'), workspace.root, environment({}))
  return workspace
}

/** Starts `node dist/server.js`, as a platform does. */
export function spawnServer(
  { root }: Workspace,
  variables: Record<string, string>,
): { child: ChildProcess; lines: LogLines } {
  const env = environment(variables)
  const child = spawn(process.execPath, ['dist/server.js'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  return { child, lines: collectLines(child.stdout, child.stderr) }
}

/** The process host, listening. */
export async function startServer(workspace: Workspace, variables: Record<string, string>): Promise<ProcessHost> {
  const { child, lines } = spawnServer(workspace, { ...variables, LOG_LEVEL: 'info' })
  const ended = once(child, 'close').then(() => Promise.reject(new Error(`It did not start:\n${lines.text()}`)))
  const line = await Promise.race([lines.find(({ msg }) => msg === 'listening'), ended]).catch(
    async (error: unknown) => {
      await stopProcess(child)
      throw error
    },
  )
  const port = Number(line.port)
  return {
    kind: 'process',
    child,
    port,
    request: (request) => callServer(port, request),
    logged: lines.find,
    stop: () => stopProcess(child),
  }
}
