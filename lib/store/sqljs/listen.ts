import { connect, createServer, type Server } from 'node:net'

/**
 * Listens on a socket for nothing but to be found there.
 *
 * @returns undefined where somebody listens already
 * @throws what the system says against it
 */
export function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    // A worker of a cluster would otherwise share it with the others.
    server.listen({ path, exclusive: true }, () => resolve(server.unref()))
  })
}

/** Whether somebody listens on a socket. It is `gone` only where the system says so: whoever is busy is there, too. */
export function askFor(path: string): Promise<'listens' | 'gone'> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve('listens')
    })
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' || code === 'ENOENT' ? 'gone' : 'listens'),
    )
  })
}
