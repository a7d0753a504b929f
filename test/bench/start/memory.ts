import type { BenchOptions, Table } from '../bench.ts'
import { bodies, greet } from '../calls.ts'
import { target, whole } from '../format.ts'
import { sayProgress } from '../progress.ts'
import { kit, startServer } from '../server-process.ts'

const small = ['--max-semi-space-size=4', '--max-old-space-size=64']
const goalMb = 128

/** Resident memory of the process host: when it has started, and after each call has been sent for some seconds. */
export async function measureMemory({ subject, generator, seconds, connections }: BenchOptions): Promise<Table> {
  const calls = [greet, ...bodies.slice(0, 2)]
  const rows: string[][] = []
  const most: number[] = []
  for (const flags of [[], small]) {
    const server = await startServer(kit(subject, 'production', { flags }))
    const { port } = server
    const figures = [(await server.usage()).rssBytes / 2 ** 20]
    try {
      for (const call of calls) {
        sayProgress(`memory ${flags.join(' ')}: ${call.name}`)
        await generator.send({ port, call, seconds, connections })
        figures.push((await server.usage()).rssBytes / 2 ** 20)
      }
    } finally {
      await server.stop()
    }
    rows.push([flags.length > 0 ? `\`${flags.join(' ')}\`` : 'as it is', ...figures.map(whole)])
    most.push(Math.max(...figures))
  }
  const [plain = Infinity, limited = Infinity] = most
  const notes = [
    target(plain < goalMb, `below ${goalMb} MB under load (${whole(plain)} MB; with the flags ${whole(limited)} MB).`),
  ]
  const head = ['flags of Node', 'started, MB', ...calls.map(({ name }) => `${name}, MB`)]
  return { title: `Resident memory of the process host, ${connections} connections`, head, rows, notes }
}
