import { spawn } from 'node:child_process'
import type { Host } from './host.ts'
import { callServer } from './http-client.ts'
import { collectLines } from './log-lines.ts'
import { runNode, stopProcess } from './run.ts'
import { createWorkspace, environment, type ProjectName, twelvefold } from './workspace.ts'

/** The process host: `twelvefold build`, then `node dist/server.js` as a platform runs it. */
export async function startProcess(project: ProjectName, variables: Record<string, string>): Promise<Host> {
  const workspace = createWorkspace(project)
  const env = environment({ ...variables, LOG_LEVEL: 'info' })
  await runNode(twelvefold('build'), workspace.root, env)
  const child = spawn(process.execPath, ['dist/server.js'], {
    cwd: workspace.root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines = collectLines(child.stdout, child.stderr)
  const stop = async (): Promise<void> => {
    await stopProcess(child)
    workspace.remove()
  }
  child.once('exit', () => lines.text())
  const { port } = await lines.find(({ msg }) => msg === 'listening')
  return { kind: 'process', request: (request) => callServer(Number(port), request), logged: lines.find, stop }
}
