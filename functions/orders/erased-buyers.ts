import { collection, type Problem, problem, type } from 'twelvefold'

/** Seconds: longer than any token that a user may still have. */
const remembered = 24 * 60 * 60

interface ErasedBuyer {
  subject: string
  /** Since when, in ms since 1970, orders may still turn up that nobody has looked through; absent once none can. */
  openSince?: number
  /** Only then, in seconds since 1970: until the last look nothing is forgotten, however late that comes. */
  endsAt?: number
}

/** Users who are gone, for as long as a token of theirs, or an order that was under way, may be about. */
export const erasedBuyers = collection('erased-buyers', {
  document: type<ErasedBuyer>(),
  key: 'subject',
  indexes: { byOpen: ['openSince'] },
  ttl: 'endsAt',
})

/** From now on the user orders nothing. */
export async function rememberErased(subject: string): Promise<void> {
  const document = { subject, openSince: Date.now() }
  if ((await erasedBuyers.update(subject, () => document)) !== undefined) return
  await erasedBuyers.insert(document).catch(async (error: unknown) => {
    // Somebody else has written it just now.
    if ((await erasedBuyers.get(subject)) === undefined) throw error
  })
}

/** Nothing of the user can turn up any more, unless the erasure has begun anew since. */
export async function closeErasure({ subject, openSince }: ErasedBuyer): Promise<void> {
  const endsAt = Math.floor(Date.now() / 1000) + remembered
  await erasedBuyers.update(subject, (now) => (now.openSince === openSince ? { subject, endsAt } : undefined))
}

export const isErased = async (subject: string): Promise<boolean> => (await erasedBuyers.get(subject)) !== undefined

export const accountDeleted = (): Problem => problem('forbidden', 'This account was deleted.')
