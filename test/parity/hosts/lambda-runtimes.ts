import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import type { Functions } from './lambda-functions.ts'
import type { LambdaPackage } from './lambda-package.ts'
import { collectLines } from './log-lines.ts'
import { stopProcess } from './run.ts'
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts'

interface Runtime {
  api: RuntimeApi
  child: ChildProcess
}

/**
 * Runs packaged functions as Lambda does: each in a process of the real runtime, started when it is first called, with
 * its own variables and nothing else of the environment, one call after the other.
 *
 * @param runtime the entry of `aws-lambda-ric`
 * @param variables in place of the template's own
 */
export function startRuntimes(
  runtime: string,
  { functions }: LambdaPackage,
  variables: Record<string, string> = {},
): Functions {
  const output = new PassThrough()
  const lines = collectLines(output)
  const started = new Map<string, Promise<Runtime>>()

  async function start(target: string): Promise<Runtime> {
    const spec = functions.get(target)
    if (spec === undefined) throw new Error(`There is no function ${target}`)
    const api = await startRuntimeApi()
    const child = spawn(process.execPath, [runtime, spec.handler], {
      cwd: spec.task,
      env: {
        ...spec.variables,
        ...variables,
        AWS_LAMBDA_RUNTIME_API: api.address,
        AWS_LAMBDA_FUNCTION_NAME: target,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
        AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${target}`,
        AWS_LAMBDA_LOG_STREAM_NAME: 'tested',
        AWS_REGION: 'eu-central-1',
        // Lambda gives each the credentials of its role. They say here whose they are.
        AWS_ACCESS_KEY_ID: target,
        AWS_SECRET_ACCESS_KEY: 'of its role',
        LAMBDA_TASK_ROOT: spec.task,
        _HANDLER: spec.handler,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    // Whole lines: several write to one stream.
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => output.write(`${line}\n`))
    child.on('exit', () => api.fail(new Error(`The runtime of ${target} has ended:\n${lines.text()}`)))
    return { api, child }
  }

  return {
    invoke: async (target, event) => {
      const runtimeOf = started.get(target) ?? start(target)
      started.set(target, runtimeOf)
      return (await runtimeOf).api.invoke(event)
    },
    lines,
    stop: async () => {
      for (const { api, child } of await Promise.all(started.values())) {
        await stopProcess(child)
        await api.close()
      }
      output.end()
    },
  }
}
