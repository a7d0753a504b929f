// A primary may be older than its workers, which take a new build: what is said here is only ever added to.

/** What a worker tells its primary, once it listens and is warm. */
export interface ReadyMessage {
  twelvefold: 'ready'
  port: number
  services: readonly string[]
}

/** What a primary tells a worker. `ending`: it is not replaced, the whole process ends. */
export interface StopMessage {
  twelvefold: 'stop'
  ending: boolean
}

/** Others send messages, too: Node's own cluster, and whatever a service does. */
export const isReady = (message: unknown): message is ReadyMessage => kindOf(message) === 'ready'

export const isStop = (message: unknown): message is StopMessage => kindOf(message) === 'stop'

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, 'twelvefold') : undefined
}
