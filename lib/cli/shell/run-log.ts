import { randomUUID } from 'node:crypto'
import { appendFileSync, closeSync, openSync } from 'node:fs'
import { userInfo } from 'node:os'
import { redactLine } from '../../observe/redact.ts'
import { maskSecretValues } from '../../observe/secret-values.ts'
import { CommandError } from '../failure.ts'
import { redactSource } from './redact-source.ts'

/** Keeps what a shell was made to run. */
export interface RunLog {
  /** Called before the code runs, so that nothing it does keeps it out of the log. */
  add: (code: string) => void
}

export interface RunLogOptions {
  environment: string
  readOnly: boolean
  /** As whom calls are made at the moment. */
  subject: () => string | undefined
  /** Names that the contracts mark `x-sensitive`. */
  marked: () => ReadonlySet<string>
  /** A file that lines are added to; the standard error output unless said. */
  file?: string | undefined
}

/**
 * Makes a log of what is run: one JSON line each, with who, when, where and what, whatever `LOG_LEVEL` says. Secrets are
 * redacted as in every line, and where the code spells them out.
 *
 * @throws CommandError where the file cannot be written: what cannot be logged is not run
 */
export function createRunLog({ environment, readOnly, subject, marked, file }: RunLogOptions): RunLog {
  const session = randomUUID()
  const write = file === undefined ? writeToStderr : writeToFile(file)
  return {
    add(code) {
      const line = {
        level: 'info',
        time: new Date().toISOString(),
        msg: 'shell',
        environment,
        user: userName(),
        ...(process.env.SUDO_USER ? { sudoUser: process.env.SUDO_USER } : {}),
        pid: process.pid,
        session,
        readOnly,
        ...(subject() === undefined ? {} : { as: subject() }),
        ran: redactSource(code.trim().replace(/\r\n?/g, '\n'), marked()),
      }
      write(`${maskSecretValues(redactLine(JSON.stringify(line)))}\n`)
    },
  }
}

/** It is written when `write` returns, for terminals, files and pipes alike: the code may end the process. */
function writeToStderr(line: string): void {
  process.stderr.write(line)
}

function writeToFile(file: string): (line: string) => void {
  const attempt = (step: () => void): void => {
    try {
      step()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      throw new CommandError(
        `What is run has to be logged, and ${file} cannot be written: ${code}. --log names another.`,
      )
    }
  }
  attempt(() => closeSync(openSync(file, 'a', 0o600)))
  return (line) => attempt(() => appendFileSync(file, line, { mode: 0o600 }))
}

/** A container may have a user that no one has named. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return process.env.USER || String(process.getuid?.() ?? 'unknown')
  }
}
