import { collection, problem, type } from 'twelvefold'

/** Seconds: longer than any token that a user may still have. */
const remembered = 24 * 60 * 60

/** Users who are gone, for as long as a token of theirs may be about. */
const erasedBuyers = collection('erased-buyers', {
  document: type<{ subject: string; endsAt: number }>(),
  key: 'subject',
  ttl: 'endsAt',
})

/** From now on the user orders nothing. */
export async function rememberErased(subject: string): Promise<void> {
  const document = { subject, endsAt: Math.floor(Date.now() / 1000) + remembered }
  if ((await erasedBuyers.update(subject, () => document)) !== undefined) return
  await erasedBuyers.insert(document).catch(async (error: unknown) => {
    // Somebody else has written it just now.
    if ((await erasedBuyers.get(subject)) === undefined) throw error
  })
}

/** @throws `forbidden` for a user who is gone */
export async function refuseErased(subject: string): Promise<void> {
  if ((await erasedBuyers.get(subject)) !== undefined) throw problem('forbidden', 'This account was deleted.')
}
