import type { Caller } from 'twelvefold'

/** A caller as JSON has it. */
export const callerBody = (caller: Caller | undefined) => ({
  subject: caller?.subject ?? null,
  clientId: caller?.clientId ?? null,
  scopes: [...(caller?.scopes ?? [])],
})
