import { type AddressInfo, createServer } from 'node:net'

/**
 * Makes sure that a port can be had.
 *
 * @param port 0: any free one
 * @param host the address to listen on; every one unless said
 * @returns the port
 */
export async function claimPort(port: number, host = ''): Promise<number> {
  const probe = createServer()
  return new Promise((resolve, reject) => {
    probe.once('error', reject)
    probe.listen({ port, ...(host === '' ? {} : { host }) }, () => {
      const claimed = (probe.address() as AddressInfo).port
      probe.close(() => resolve(claimed))
    })
  })
}

/**
 * Chooses the port before anything reads it, where `PORT` is 0: at a desk the addresses of the services, and of the
 * issuer of their tokens, are made of it.
 */
export async function choosePort(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (env.PORT?.trim() === '0') env.PORT = String(await claimPort(0, env.HOST))
}
