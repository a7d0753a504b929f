/** The token of a client, got once for all calls that run. */
export interface BearerToken {
  get: () => Promise<string | undefined>
  /**
   * Gets another one, where that can be done.
   *
   * @param refused what was sent: where other calls have renewed it meanwhile, theirs is taken
   * @returns undefined where there is no other
   */
  renew: (refused: string) => Promise<string | undefined>
}

/** @param source a token that stays, or a function that gets one */
export function bearerToken(source: string | (() => string | Promise<string>) | undefined): BearerToken {
  if (typeof source !== 'function') return { get: async () => source, renew: async () => undefined }
  let current: Promise<string> | undefined
  const get = (): Promise<string> => {
    if (current === undefined) {
      const asked = Promise.resolve().then(source)
      current = asked
      // A failure is not kept: the next call asks again.
      asked.catch(() => forget(asked))
    }
    return current
  }
  const forget = (asked: Promise<string>): void => {
    if (current === asked) current = undefined
  }
  return {
    get,
    async renew(refused) {
      const known = current
      if (known !== undefined && (await known) === refused) forget(known)
      const token = await get()
      return token === refused ? undefined : token
    },
  }
}
