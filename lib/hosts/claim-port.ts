import { type AddressInfo, createServer } from 'node:net'

/**
 * Below the ports that systems take for connections that go out, and for whoever listens at 0: between the choice and its
 * use somebody else would get it.
 */
const lowest = 20_000
const highest = 32_767
const attempts = 20

/**
 * Makes sure that a port can be had.
 *
 * @param port 0: any free one
 * @param host the address to listen on; every one unless said
 * @returns the port
 * @throws what the system says of a port that cannot be had
 */
export async function claimPort(port: number, host = ''): Promise<number> {
  if (port !== 0) return tryPort(port, host)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const candidate = lowest + Math.floor(Math.random() * (highest - lowest + 1))
    const claimed = await tryPort(candidate, host).catch(() => undefined)
    if (claimed !== undefined) return claimed
  }
  return tryPort(0, host)
}

function tryPort(port: number, host: string): Promise<number> {
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
