import type { EventEmitter } from 'node:events'
import { type REPLServer, start } from 'node:repl'
import { PassThrough, Writable } from 'node:stream'

/** Runs JavaScript as a line of a shell is run. */
export interface Evaluator {
  /**
   * @param code any JavaScript; `await` may stand at its top level, and what it declares is there for what comes later
   * @returns the value of the last expression, once it has settled
   * @throws whatever the code throws
   */
  evaluate: (code: string) => Promise<unknown>
}

/**
 * Makes an evaluator of Node's own REPL, so that scripts mean what they mean in a session.
 *
 * @param context the names that code finds
 * @param late gets what is thrown when nobody waits for it any more, as by a timer
 * @example
 * await createEvaluator({ two: 2 }, console.error).evaluate('const four = await (two + two); four') // 4
 */
export function createEvaluator(context: object, late: (error: unknown) => void): Evaluator {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  let fail = late
  const options = {
    input: new PassThrough(),
    output: nowhere,
    prompt: '',
    terminal: false,
    useGlobal: true,
    // From Node 26 on; before, a domain gets what code throws.
    handleError: (error: unknown) => {
      fail(error)
      return 'ignore'
    },
  }
  const server = start(options)
  Object.assign(server.context, context)
  const caught = catchErrors(server, (error) => fail(error))

  return {
    async evaluate(code) {
      await caught
      return new Promise((resolve, reject) => {
        fail = (error) => {
          fail = late
          reject(error)
        }
        server.eval(code, server.context, 'shell', (error, value: unknown) => {
          if (error !== null) return fail(syntaxErrorOf(error))
          fail = late
          resolve(value)
        })
      })
    },
  }
}

/** Until Node 25 the REPL hands what code throws to its domain, which would print it, and not to whoever has asked. */
async function catchErrors(server: REPLServer, caught: (error: unknown) => void): Promise<void> {
  const domain = await new Promise<EventEmitter | undefined>((resolve) =>
    server.eval('process.domain', server.context, 'shell', (_error, value) => resolve(value)),
  )
  domain?.removeAllListeners('error').on('error', caught)
}

/** What is not complete could go on in a session; here nothing more comes. */
function syntaxErrorOf(error: Error): unknown {
  const { err } = error as { err?: unknown }
  return err ?? error
}
