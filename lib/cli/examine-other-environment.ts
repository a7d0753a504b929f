import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { extension } from '../build/extension.ts'
import type { Environment } from '../config/source.ts'
import type { Examined } from './examine-environment.ts'
import { CommandError } from './failure.ts'

/**
 * Examines an environment that is not the one of this process. What a service declares may depend on its environment,
 * and is declared once per process: so each environment is looked at in a thread of its own.
 *
 * @param root the project's folder
 * @param env all that is set there
 * @param options.files false: `env/<ENV>.env` is not read
 * @throws CommandError where a service's `config.ts` ends its process, and whatever else one throws beside faults
 * @example
 * const { rows } = await examineOtherEnvironment(project.root, { ENV: 'staging' })
 */
export async function examineOtherEnvironment(
  root: string,
  env: Environment,
  { files = true } = {},
): Promise<Examined> {
  const thread = new Worker(new URL(`./environment-worker${extension}`, import.meta.url), {
    env,
    // Those of this process may be about its own entry: --eval, --input-type, --test.
    execArgv: [],
    workerData: { root, files },
  })
  const ended = once(thread, 'exit').then(([code]) => {
    throw new CommandError(`The config.ts of a service ends the process, with ${code}.`)
  })
  try {
    // The thread posts once; an error in it rejects.
    const [examined] = await Promise.race([once(thread, 'message'), ended])
    return examined as Examined
  } finally {
    await thread.terminate()
  }
}
