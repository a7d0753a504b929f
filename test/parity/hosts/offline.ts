import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Host } from './host.ts'
import { callServer } from './http-client.ts'
import { collectLines } from './log-lines.ts'
import { stopProcess } from './run.ts'
import { createWorkspace, environment, type ProjectName, twelvefold } from './workspace.ts'

/** The offline host: `twelvefold start`, which is serverless-offline with every service. */
export async function startOffline(project: ProjectName, variables: Record<string, string>): Promise<Host> {
  const workspace = createWorkspace(project)
  const child = spawn(process.execPath, twelvefold('start'), {
    cwd: workspace.root,
    env: environment(variables),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines = collectLines(child.stdout, child.stderr)
  const stop = async (): Promise<void> => {
    await stopProcess(child)
    workspace.remove()
  }
  try {
    const ended = once(child, 'close').then(() => Promise.reject(new Error(`It did not start:\n${lines.text()}`)))
    const ready = await Promise.race([lines.findText(/services? at http:\/\/[\w.-]+:\d+/), ended])
    const port = Number(/services? at http:\/\/[\w.-]+:(\d+)/.exec(ready)?.[1])
    return { kind: 'offline', request: (request) => callServer(port, request), logged: lines.find, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
