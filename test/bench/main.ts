import { writeFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { checkOut, compare } from './against.ts'
import type { Bench, BenchOptions } from './bench.ts'
import { bodies } from './benches/bodies.ts'
import { catalog } from './benches/catalog.ts'
import { coldStart } from './benches/cold-start.ts'
import { hello } from './benches/hello.ts'
import { middlewares } from './benches/middlewares.ts'
import { orders } from './benches/orders.ts'
import { overload } from './benches/overload.ts'
import { soak } from './benches/soak.ts'
import { start } from './benches/start.ts'
import { storeCommits } from './benches/store-commits.ts'
import { storeGrowth } from './benches/store-growth.ts'
import { tokens } from './benches/tokens.ts'
import { traces } from './benches/traces.ts'
import { findGenerator } from './generator.ts'
import { describeMachine, readTicks, shareOfOthers } from './machine.ts'
import { printTable } from './print.ts'
import { clearProgress } from './progress.ts'
import { describeOthers, publish } from './publish.ts'
import { copyCheckout } from './subject.ts'

const benches: Record<string, Bench> = {
  hello,
  bodies,
  middlewares,
  'cold-start': coldStart,
  start,
  catalog,
  orders,
  tokens,
  traces,
  'store-commits': storeCommits,
  'store-growth': storeGrowth,
  overload,
  soak,
}

interface Flags {
  rounds: number
  seconds: number
  connections: number
  large?: true
  minutes: number
  against?: string
  json?: string
  markdown?: true
}

const atLeast =
  (least: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < least) throw new InvalidArgumentError(`a whole number from ${least} up.`)
    return value
  }

const summaries = Object.entries(benches).map(([name, { summary }]) => `  ${name.padEnd(13)} ${summary}`)

await new Command('npm run bench --')
  .description('Measures how fast and how large the kit is, by ratios within one run. Replies are checked first.')
  .argument('[names...]', 'which benches; all unless said', (name: string, known: string[] = []) => {
    if (!Object.hasOwn(benches, name)) throw new InvalidArgumentError(`one of ${Object.keys(benches).join(', ')}.`)
    return [...known, name]
  })
  .option('--rounds <n>', 'how often each server is measured, at least 3', atLeast(3), 5)
  .option('--seconds <n>', 'how long a server is under load each time', atLeast(1), 3)
  .option('--connections <n>', 'how many clients call at once', atLeast(1), 64)
  .option('--large', 'also what needs some GB of memory, however little there is')
  .option('--minutes <n>', 'how long the soak takes', atLeast(1), 10)
  .option('--against <git ref>', 'compare this checkout with another commit')
  .option('--json <file>', 'write all samples to a file')
  .option('--markdown', 'write the tables into docs/reference/performance.md, if the machine was quiet')
  .addHelpText('after', `\nBenches:\n${summaries.join('\n')}\n`)
  .action(async (names: string[], flags: Flags) => {
    const chosen =
      names.length > 0 ? names : Object.keys(benches).filter((name) => benches[name]?.onlyWhenNamed !== true)
    const { rounds, seconds, connections, large = false, minutes } = flags
    const subject = copyCheckout('this checkout')
    const options: BenchOptions = { rounds, seconds, connections, large, minutes, generator: findGenerator(), subject }
    const other = flags.against === undefined ? undefined : checkOut(flags.against)
    const origin = {
      machine: describeMachine(),
      command: `npm run bench -- ${chosen.join(' ')} --rounds ${rounds} --seconds ${seconds} --connections ${connections}${large ? ' --large' : ''}${chosen.includes('soak') ? ` --minutes ${minutes}` : ''}`,
      generator: options.generator.name,
    }
    const results: unknown[] = []
    for (const name of chosen) {
      const bench = benches[name]
      if (bench === undefined) continue
      await bench.prepare?.(options)
      const ticks = readTicks()
      const { tables, samples } = other === undefined ? await bench.run(options) : await compare(bench, other, options)
      const others = shareOfOthers(ticks, readTicks())
      results.push({ bench: name, others, tables, samples })
      clearProgress()
      for (const table of tables) console.log(printTable(table))
      const doubt = describeOthers(others)
      if (doubt !== undefined) console.log(`WARNING: these figures are not for publishing: ${doubt}`)
      if (flags.markdown !== true || other !== undefined) continue
      if (doubt === undefined) publish(name, tables, { ...origin, others })
      else process.exitCode = 1
    }
    const date = new Date().toISOString()
    if (flags.json !== undefined)
      writeFileSync(flags.json, `${JSON.stringify({ ...origin, date, results }, null, 2)}\n`)
  })
  .parseAsync()
  .catch((error: unknown) => {
    clearProgress()
    console.error(error instanceof Error ? (error.stack ?? error.message) : error)
    process.exit(1)
  })
