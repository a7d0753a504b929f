import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { styleText } from 'node:util'
import { ConfigError } from '../../config/config-error.ts'
import { printStep, type Run, type Step, StepFailed, typedOf } from '../../deploy/step.ts'
import { CommandError } from '../failure.ts'

/** Says each step, and runs none. */
export const sayOnly: Run = async (step) => {
  console.log(printStep(step))
  return undefined
}

/**
 * Runs steps one after the other in a folder. Whatever a step prints is shown as it comes, unless it only looks. A signal is passed on to the step that is running, a second one kills it; its end is waited for, so that
 * whoever called can clean up.
 */
export function stepRunner(cwd: string): Run {
  return async (step) => {
    if (step.looks !== 'quiet') console.log(styleText('bold', `▸ ${printStep(step)}`, { stream: process.stdout }))
    const { code, signal, output } = await runProgram(step, cwd)
    if (signal !== undefined) {
      const name = typedOf(step).join(' ')
      throw new CommandError(`${name} was called off by ${signal}.`, 128 + constants.signals[signal])
    }
    if (code === 0) return output
    if (step.looks) throw new StepFailed(step, code, output)
    throw new CommandError(`${typedOf(step).join(' ')} failed with ${code}.`)
  }
}

interface Ended {
  code: number | null
  /** What called it off. */
  signal: NodeJS.Signals | undefined
  output: string
}

function runProgram(step: Step, cwd: string): Promise<Ended> {
  const { program, args, env, looks } = step
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: looks ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk
      if (looks === 'aloud') process.stdout.write(chunk)
    })
  let calledOff: NodeJS.Signals | undefined
  const passOn = (signal: NodeJS.Signals): void => {
    child.kill(calledOff === undefined ? signal : 'SIGKILL')
    calledOff ??= signal
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, passOn)
  return new Promise<Ended>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? notFound(program) : error))
    child.on('close', (code) => resolve({ code, signal: calledOff, output }))
  }).finally(() => {
    for (const signal of signals) process.off(signal, passOn)
  })
}

const notFound = (program: string): ConfigError =>
  new ConfigError([
    {
      variable: program,
      message:
        program === 'cf'
          ? 'there is no such program in PATH; the cf CLI, version 8: https://docs.cloudfoundry.org/cf-cli/install-go-cli.html'
          : 'there is no such program',
    },
  ])
