import type { Flow } from './recorded.ts'

/** A flow of which it is not known yet where it comes from. */
export type OpenFlow = Omit<Flow, 'seq' | 'from'>

/** How long it is waited for who it was, in ms: as long as a handler may take, and for a call that is under way. */
const patience = { owner: 30_000, call: 2_000 }
/** How many spans are remembered, and waited for. */
const most = 4_000

/**
 * Finds out between whom something went. A call tells of its span only, and of whom that is, the end of the request that
 * made it; a request that has a parent may be another service's call, whose end is told after its own.
 *
 * @param tell gets each flow, once
 */
export interface Flows {
  /** A call or an access to the store has ended, within the span of somebody. */
  left: (owner: string, flow: OpenFlow) => void
  /** A call of this span has ended: the request that it became is no client's. */
  called: (spanId: string) => void
  /** A request has been answered by `service`. */
  arrived: (service: string, trace: { spanId: string; parentId: string | undefined }, flow: OpenFlow) => void
  /** Gives up on those who did not come. */
  settle: (now: number) => void
}

export function createFlows(tell: (flow: Omit<Flow, 'seq'>) => void): Flows {
  /** Span → its service. */
  const owners = new Map<string, string>()
  /** Span → what has left it. */
  const waiting = new Map<string, { since: number; flows: OpenFlow[] }>()
  /** Span of a call → what has arrived by it. */
  const arrivals = new Map<string, { since: number; flow: OpenFlow }>()
  const calls = new Set<string>()

  return {
    left(owner, flow) {
      const service = owners.get(owner)
      if (service !== undefined) return tell({ ...flow, from: service })
      const known = waiting.get(owner)
      if (known !== undefined) known.flows.push(flow)
      else waiting.set(owner, { since: flow.at, flows: [flow] })
    },
    called(spanId) {
      if (!arrivals.delete(spanId)) remember(calls, spanId)
    },
    arrived(service, { spanId, parentId }, flow) {
      owners.set(spanId, service)
      if (owners.size > most) owners.delete(owners.keys().next().value ?? '')
      for (const left of waiting.get(spanId)?.flows ?? []) tell({ ...left, from: service })
      waiting.delete(spanId)
      if (parentId === undefined) tell({ ...flow, from: 'clients' })
      else if (!calls.delete(parentId)) arrivals.set(parentId, { since: flow.at, flow })
    },
    settle(now) {
      for (const [spanId, { since, flow }] of arrivals) {
        if (now - since < patience.call && arrivals.size <= most) break
        arrivals.delete(spanId)
        tell({ ...flow, from: 'clients' })
      }
      for (const [spanId, { since, flows }] of waiting) {
        if (now - since < patience.owner && waiting.size <= most) break
        waiting.delete(spanId)
        for (const flow of flows) tell({ ...flow, from: 'background' })
      }
    },
  }
}

function remember(set: Set<string>, value: string): void {
  set.add(value)
  if (set.size > most) set.delete(set.values().next().value ?? '')
}
