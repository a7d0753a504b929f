import type { Worker } from 'node:cluster'

/** A connection on its way to a worker, as node:cluster hands it on. */
interface Handle {
  close: () => void
}

/** How long what a worker has said last may be on its way after its end, in ms. */
const lastWordsMs = 100

/**
 * Closes the connections that a worker was handed and did not say that it has taken, once it is gone. node:cluster waits
 * for that word for ever, and so would the client: a worker that is killed is to fail what it had in hand, not to hold it.
 *
 * It looks at the messages by which the primary of node:cluster hands on connections (`newconn`, and the `ack` of its
 * number), which are Node's own; a test holds that they are what they were.
 */
export function closeUnanswered({ process: child }: Worker): void {
  const handed = new Map<unknown, Handle>()
  const send = child.send.bind(child) as (...parts: unknown[]) => boolean
  const follow = (message: object, handle?: Handle, ...rest: unknown[]): boolean => {
    if (handle !== undefined && Reflect.get(message, 'act') === 'newconn')
      handed.set(Reflect.get(message, 'seq'), handle)
    return send(message, handle, ...rest)
  }
  child.send = follow as typeof child.send
  child.on('internalMessage', (message: object) => handed.delete(Reflect.get(message, 'ack')))
  let isGone = false
  child.once('disconnect', () => {
    isGone = true
    for (const handle of handed.values()) handle.close()
    handed.clear()
  })
  // Node puts it off until a connection on its way is acknowledged, which a dead process does not do; without it the
  // worker stays among those of the cluster.
  child.once('exit', () => setTimeout(() => isGone || child.emit('disconnect'), lastWordsMs))
}
