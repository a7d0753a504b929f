import { loadEnvironment } from '../config/environment.ts'
import type { ApplicationModule } from './application.ts'
import { isWorker } from './cluster/worker-mark.ts'
import { endStart } from './start-failure.ts'

/**
 * Runs a built project: the entry of `dist/server.js`. One process serves; where `WEB_CONCURRENCY` asks for more, this
 * one serves nothing and keeps so many workers. Only what is needed for the one or the other is loaded.
 */
export async function startProcess(app: ApplicationModule): Promise<void> {
  try {
    if (!isWorker() && wantsWorkers()) {
      const { runPrimary } = await import('./cluster/primary.ts')
      await runPrimary(app)
    } else {
      const { runProcess } = await import('./process.ts')
      await runProcess(app)
    }
  } catch (error) {
    endStart(error)
  }
}

/**
 * Whether more than one worker is asked for. The environment is only looked at; what is wrong with it is told by the
 * process that serves, all at once.
 */
function wantsWorkers(): boolean {
  const env = { ...process.env }
  try {
    loadEnvironment({ root: process.cwd(), env })
  } catch {
    return false
  }
  return Number(env.WEB_CONCURRENCY) > 1
}
