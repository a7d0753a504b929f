/**
 * Writers that add products to an engine in a folder, each waiting for its acknowledgement: `<engine> <writers>
 * <seconds> <folder>`. Then opens the folder again and reads every product that was acknowledged. Prints JSON.
 */
import { type EngineName, engines } from './engines.ts'
import { makeProduct } from './product.ts'

export interface Commits {
  perSecond: number
  p99Ms: number
}

const [name, writers, seconds, folder = ''] = process.argv.slice(2)
const open = engines[name as EngineName]
const warmUpMs = 500

const engine = await open(folder)
const acknowledged: number[] = []
let times: number[] = []
let next = 0
let deadline = 0

async function writeUntilDeadline(): Promise<void> {
  while (performance.now() < deadline) {
    const number = next++
    const started = performance.now()
    await engine.insert(makeProduct(number))
    times.push(performance.now() - started)
    acknowledged.push(number)
  }
}

async function writeFor(ms: number): Promise<number> {
  const started = performance.now()
  deadline = started + ms
  await Promise.all(Array.from({ length: Number(writers) }, writeUntilDeadline))
  return (performance.now() - started) / 1000
}

await writeFor(warmUpMs)
times = []
const took = await writeFor(Number(seconds) * 1000)
await engine.close()

const again = await open(folder)
for (const number of acknowledged) {
  const product = makeProduct(number)
  if ((await again.read(product.productId)) !== JSON.stringify(product))
    throw new Error(`${name} has acknowledged ${product.productId}, and it is not there`)
}
await again.close()

times.sort((a, b) => a - b)
const commits: Commits = { perSecond: times.length / took, p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN }
console.log(JSON.stringify(commits))
