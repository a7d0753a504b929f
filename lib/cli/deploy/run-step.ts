import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { stripVTControlCharacters, styleText } from 'node:util'
import { ConfigError } from '../../config/config-error.ts'
import { printStep, type Run, type Step, StepFailed, typedOf } from '../../deploy/step.ts'
import { CommandError } from '../failure.ts'

/** Says each step, and runs none. */
export const sayOnly: Run = async (step) => {
  console.log(printStep(step))
  return undefined
}

/** SIGHUP: the terminal was closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

interface Running {
  child: ChildProcess | undefined
  /** What called it off. */
  signal: NodeJS.Signals | undefined
}

/**
 * Runs steps one after the other in a folder. Whatever a step prints is shown as it comes, unless it only looks. A signal is
 * passed on to the step that is running, a second one kills it; its end is waited for, so that whoever called can clean up.
 * After a signal no other step begins.
 */
export function stepRunner(cwd: string): Run {
  const running: Running = { child: undefined, signal: undefined }
  for (const signal of signals)
    process.on(signal, () => {
      running.child?.kill(running.signal === undefined ? signal : 'SIGKILL')
      running.signal ??= signal
    })
  return async (step) => {
    refuseCalledOff(step, running)
    if (step.looks !== 'quiet') console.log(styleText('bold', `▸ ${printStep(step)}`, { stream: process.stdout }))
    const { code, output } = await runProgram(step, cwd, running)
    refuseCalledOff(step, running)
    if (code === 0) return output
    if (step.looks) throw new StepFailed(step, code, output)
    throw new CommandError(`${typedOf(step).join(' ')} failed with ${code}.`)
  }
}

function refuseCalledOff(step: Step, { signal }: Running): void {
  if (signal === undefined) return
  throw new CommandError(`${typedOf(step).join(' ')} was called off by ${signal}.`, 128 + constants.signals[signal])
}

interface Ended {
  code: number | null
  output: string
}

function runProgram(step: Step, cwd: string, running: Running): Promise<Ended> {
  const { program, args, env, looks } = step
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: looks ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
  running.child = child
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk
      if (looks === 'aloud') process.stdout.write(chunk)
    })
  return new Promise<Ended>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? notFound(program) : error))
    // Whoever has set colours in cf's configuration gets them also where nobody looks.
    child.on('close', (code) => resolve({ code, output: stripVTControlCharacters(output) }))
  }).finally(() => {
    running.child = undefined
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
