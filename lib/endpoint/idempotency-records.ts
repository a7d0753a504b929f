import { Problem } from '../problem/problem.ts'
import { type, type Versioned, versionOf } from '../store/collection-types.ts'
import { collection } from '../store/store.ts'
import type { EndpointResult } from './exchange.ts'

interface IdempotencyRecord {
  recordId: string
  /** Of the request: the same key with another request is a mistake of the client's. */
  fingerprint: string
  state: 'running' | 'answered' | 'too-large'
  /** While it runs: when its process must have died, in milliseconds since 1970. */
  leaseEndsAt: number
  answer?: EndpointResult
  /** Seconds since 1970. */
  expiresAt: number
}

/** One collection for all services: the ids begin with the service's name. */
export const idempotencyKeys = collection('idempotency-keys', {
  document: type<IdempotencyRecord>(),
  key: 'recordId',
  ttl: 'expiresAt',
})

/** Seconds that a key is kept from its first request on. */
const keptFor = 24 * 60 * 60

/** Bytes of an answer that is kept; DynamoDB takes items of 400 KB. */
export const largestAnswer = 350 * 1024

/** How often a record is looked at that changes each time. */
const mostTries = 10

/** The right to carry a request out, until the lease ends. */
export interface Claim {
  record: Versioned<IdempotencyRecord>
}

/** What a key turned out to be: ours to carry out, answered already, or taken. */
export type Claimed =
  | { state: 'ours'; claim: Claim }
  | { state: 'answered'; answer: EndpointResult }
  | { state: 'running' | 'too-large' | 'other-request' }

/**
 * Claims a key for a request. Of several requests at once one gets it; a claim whose lease is over may be taken over,
 * by one again.
 *
 * @param leaseMs how long its handler can take
 * @throws a `service-unavailable` problem while the store cannot be used
 */
export async function claimKey(recordId: string, fingerprint: string, leaseMs: number): Promise<Claimed> {
  for (let tries = 0; tries < mostTries; tries++) {
    const now = Date.now()
    const expiresAt = Math.ceil(now / 1000) + keptFor
    const mine: IdempotencyRecord = { recordId, fingerprint, state: 'running', leaseEndsAt: now + leaseMs, expiresAt }
    const inserted = await unless('conflict', idempotencyKeys.insert(mine))
    if (inserted !== undefined) return { state: 'ours', claim: { record: inserted } }
    const known = await idempotencyKeys.get(recordId)
    // It ended or failed meanwhile.
    if (known === undefined) continue
    if (known.fingerprint !== fingerprint) return { state: 'other-request' }
    if (known.state === 'too-large') return { state: 'too-large' }
    if (known.answer !== undefined) return { state: 'answered', answer: known.answer }
    if (known.leaseEndsAt > now) return { state: 'running' }
    const taken = await unless('precondition-failed', idempotencyKeys.replace(mine, { ifVersion: versionOf(known) }))
    if (taken !== undefined) return { state: 'ours', claim: { record: taken } }
  }
  return { state: 'running' }
}

/** Keeps an answer for repeats. @returns false where the claim was lost: its lease was over, and another request took it */
export async function keepAnswer({ record }: Claim, answer: EndpointResult): Promise<boolean> {
  const isTooLarge = Buffer.byteLength(JSON.stringify(answer)) > largestAnswer
  const kept: IdempotencyRecord = {
    ...record,
    ...(isTooLarge ? { state: 'too-large' } : { state: 'answered', answer }),
  }
  const stored = await unless('precondition-failed', idempotencyKeys.replace(kept, { ifVersion: versionOf(record) }))
  return stored !== undefined
}

/** Gives a key up, so that the request may be sent again. */
export async function releaseKey({ record }: Claim): Promise<void> {
  await unless('precondition-failed', idempotencyKeys.remove(record.recordId, { ifVersion: versionOf(record) }))
}

/** @returns undefined where the promise was refused with that problem: somebody else was there first */
async function unless<Value>(code: 'conflict' | 'precondition-failed', promise: Promise<Value>) {
  try {
    return await promise
  } catch (error) {
    if (error instanceof Problem && error.code === code) return undefined
    throw error
  }
}
