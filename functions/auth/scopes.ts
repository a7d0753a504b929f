/** Every scope that a client can be given, and what it lets the client do, in the words of the consent page. */
export const scopes = {
  openid: 'know who you are',
  profile: 'see your name',
  email: 'see your e-mail address',
  offline_access: 'stay connected while you are away',
  account: 'see and delete your account',
  'catalog:write': 'change products',
  'catalog:reserve': 'reserve products',
  'orders:read': 'see your orders',
  'orders:write': 'order and cancel for you',
  'orders:erase': 'remove personal data from orders',
} as const

/** Those that are about a user, and so mean nothing for a client that acts for itself. */
const ofUsers: readonly string[] = ['openid', 'profile', 'email', 'offline_access', 'account']

export const isScope = (text: string): text is keyof typeof scopes => Object.hasOwn(scopes, text)

export const needsUser = (scope: string): boolean => ofUsers.includes(scope)

/** Reads a scope parameter: words in any order, each once (RFC 6749, section 3.3). */
export const splitScope = (text: string | undefined): string[] => [...new Set((text ?? '').split(' ').filter(Boolean))]
