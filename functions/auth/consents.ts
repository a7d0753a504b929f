import { collection, Problem, type } from 'twelvefold'

interface Consent {
  consentId: string
  subject: string
  clientId: string
  scope: readonly string[]
  /** When it was last given, as RFC 3339. */
  givenAt: string
}

export const consents = collection('oauth-consents', {
  document: type<Consent>(),
  key: 'consentId',
  indexes: { bySubject: ['subject'] },
})

const consentIdOf = (subject: string, clientId: string): string => `${subject} ${clientId}`

/** Whether a user has allowed a client all of these scopes before. */
export async function hasConsented(subject: string, clientId: string, scope: readonly string[]): Promise<boolean> {
  const consent = await consents.get(consentIdOf(subject, clientId))
  return consent !== undefined && scope.every((word) => consent.scope.includes(word))
}

/** Remembers what a user allows a client, beside what they have allowed it before. */
export async function giveConsent(subject: string, clientId: string, scope: readonly string[]): Promise<void> {
  const consentId = consentIdOf(subject, clientId)
  const given = { consentId, subject, clientId, givenAt: new Date().toISOString() }
  const add = () =>
    consents.update(consentId, (before) => ({ ...given, scope: [...new Set([...before.scope, ...scope])] }))
  if ((await add()) !== undefined) return
  try {
    await consents.insert({ ...given, scope })
  } catch (error) {
    // Somebody who presses the button twice gives the same consent twice.
    if (!(error instanceof Problem) || error.code !== 'conflict') throw error
    await add()
  }
}
