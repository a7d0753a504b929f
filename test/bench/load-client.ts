import { connect } from 'node:net'

/** An answer; or why there was none. */
export type Outcome = { status: number; body: string } | string

/** One connection with one request under way at most. */
export interface LoadClient {
  send: (bytes: string, done: (outcome: Outcome) => void) => void
  isOpen: () => boolean
  close: () => void
}

/**
 * Opens a connection that reads no more of HTTP/1.1 than it needs: answers with a Content-Length.
 *
 * @param onEnd it is no longer there
 */
export function connectClient(port: number, onEnd: () => void): LoadClient {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let isOpen = true
  let text = ''
  let done: ((outcome: Outcome) => void) | undefined

  function settle(outcome: Outcome): void {
    const settled = done
    done = undefined
    text = ''
    settled?.(outcome)
  }

  function end(reason: string): void {
    if (isOpen) onEnd()
    isOpen = false
    socket.destroy()
    settle(reason)
  }

  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    text += chunk
    const head = text.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0)
    if (text.length < head + 4 + length) return
    const status = Number(text.slice(9, 12))
    const body = text.slice(head + 4, head + 4 + length)
    // From here on it is not to be used, so its end is none of an unanswered request.
    if (/\r\nconnection: close/i.test(text.slice(0, head + 2))) {
      isOpen = false
      onEnd()
      socket.end()
    }
    settle({ status, body })
  })
  socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
  socket.on('end', () => end('the connection was closed'))
  socket.on('close', () => end('the connection was closed'))
  return {
    send(bytes, onOutcome) {
      done = onOutcome
      socket.write(bytes)
    },
    isOpen: () => isOpen,
    close: () => socket.destroy(),
  }
}
