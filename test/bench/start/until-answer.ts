import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

const giveUpMs = 60_000

/** Asks again and again until the answer is right. @returns when it was, by `performance.now()` */
export async function untilAnswer(
  port: number,
  path: string,
  isRight: (status: number, body: string) => boolean,
): Promise<number> {
  const deadline = performance.now() + giveUpMs
  let last = 'no answer'
  while (performance.now() < deadline) {
    const answer = await ask(port, path).catch((error: Error) => error.message)
    if (typeof answer !== 'string' && isRight(answer.status, answer.body)) return performance.now()
    last = typeof answer === 'string' ? answer : `${answer.status} ${answer.body}`
    await wait(1)
  }
  throw new Error(`${path} is not answered as it should be after ${giveUpMs} ms: ${last}`)
}

function ask(port: number, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body })).on('error', reject)
    })
    request.on('error', reject)
  })
}

/** A port that nobody has at the moment. */
export function findFreePort(): Promise<number> {
  const probe = createServer()
  return new Promise((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
