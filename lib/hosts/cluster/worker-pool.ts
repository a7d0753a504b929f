import cluster from 'node:cluster'
import type { Backoff } from './backoff.ts'
import { type Ending, type Member, startMember } from './member.ts'

/** What a pool tells of its workers. */
export interface PoolEvents {
  /** A worker ended that nobody had stopped; undefined where nobody takes its place. */
  onLoss: (member: Member, ending: Ending, restartInMs: number | undefined) => void
  /** A worker took no notice of its stop, and was killed. */
  onKill: (member: Member) => void
}

export interface PoolOptions extends PoolEvents {
  /** What a new worker gets beside the environment of this process; undefined takes a variable away. */
  environment: () => Record<string, string | undefined>
  /** How long a worker may take to stop before it is killed, in ms. */
  stopMs: () => number
  waitAfter: Backoff
}

export interface WorkerPool {
  /** Those that live, also those that start or stop. */
  members: () => readonly Member[]
  /** From now on so many are kept: whoever is missing is started. */
  keep: (count: number) => void
  /** Starts one, which counts from now on. @returns how it ended, where it did so before it was ready */
  add: () => Promise<Ending | undefined>
  /** Takes every worker that is there now out of service, one after the other, each once another one is ready. */
  replaceAll: (count: number) => Promise<Replacement>
  /** Stops them all and starts no more. @returns how they ended */
  end: () => Promise<Ending[]>
  kill: () => void
}

/** What became of a replacement: those that were there are gone, or the first that failed in their stead. */
export type Replacement = { replaced: number } | { failed: Ending } | 'interrupted'

/**
 * Keeps worker processes of this program: starts them, starts another one where one ends, replaces them.
 */
export function createPool(options: PoolOptions): WorkerPool {
  const members = new Set<Member>()
  const waiting = new Set<NodeJS.Timeout>()
  let wanted = 0
  let generation = 0
  let ending = false
  /** The first loss among the workers of the present generation, while they replace others. */
  let loss: Ending | undefined

  function start(): Member {
    const member = startMember(cluster.fork(options.environment()), generation)
    members.add(member)
    void member.ended.then((how) => {
      members.delete(member)
      if (member.state === 'stopping' || member.watched || ending) return
      if (member.generation === generation) loss ??= how
      options.onLoss(member, how, restart(performance.now() - member.startedAt))
    })
    return member
  }

  const stays = (): number => [...members].filter(({ state }) => state !== 'stopping').length

  /** Starts another one in a while. @returns in how many ms; undefined where there are enough */
  function restart(livedMs: number): number | undefined {
    if (stays() + waiting.size >= wanted) return undefined
    const ms = options.waitAfter(livedMs)
    const timer = setTimeout(() => {
      waiting.delete(timer)
      if (stays() + waiting.size < wanted) start()
    }, ms)
    waiting.add(timer)
    return ms
  }

  function keep(count: number): void {
    wanted = count
    while (!ending && stays() + waiting.size < wanted) start()
  }

  async function add(): Promise<Ending | undefined> {
    const member = start()
    member.watched = true
    const how = await member.whenReady
    member.watched = false
    return how
  }

  async function stop(member: Member): Promise<Ending> {
    const timer = setTimeout(() => {
      options.onKill(member)
      member.kill()
    }, options.stopMs())
    member.stop(ending)
    const how = await member.ended
    clearTimeout(timer)
    return how
  }

  function forget(): void {
    for (const timer of waiting) clearTimeout(timer)
    waiting.clear()
  }

  async function replaceAll(count: number): Promise<Replacement> {
    generation++
    loss = undefined
    forget()
    const outcome = await replaceOld(count)
    if (typeof outcome === 'object' && 'replaced' in outcome) wanted = count
    while (!ending && stays() + waiting.size < wanted) restart(0)
    return outcome
  }

  async function replaceOld(count: number): Promise<Replacement> {
    let replaced = 0
    for (;;) {
      if (ending) return 'interrupted'
      if (loss !== undefined) return { failed: loss }
      const old = [...members].find((member) => member.generation < generation && member.state !== 'stopping')
      const fresh = [...members].filter((member) => member.generation === generation).length
      if (fresh + waiting.size < count) {
        const failed = await add()
        if (ending) return 'interrupted'
        if (failed !== undefined) return { failed }
      }
      if (old !== undefined) {
        await stop(old)
        replaced++
      } else if (fresh + waiting.size >= count) return { replaced }
    }
  }

  return {
    members: () => [...members],
    keep,
    add,
    replaceAll,
    async end() {
      ending = true
      forget()
      return Promise.all([...members].map(stop))
    },
    kill: () => {
      for (const member of members) member.kill()
    },
  }
}
