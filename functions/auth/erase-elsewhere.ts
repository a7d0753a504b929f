import { type CallContext, client } from 'twelvefold'

/** What erases a user at each service that keeps something about users. Loaded when somebody is erased. */
const services: Readonly<Record<string, (subject: string, context: CallContext) => Promise<void>>> = {
  async orders(subject, context) {
    const { orders } = await import('#clients/orders')
    const { status } = await client(orders).eraseUser({ path: { subject } }, context)
    if (status !== 204) throw new Error(`orders has answered ${status}.`)
  },
}

/**
 * Has another service erase what it keeps about a user. To ask again does no harm.
 *
 * @throws Error where it has not confirmed it
 */
export async function eraseElsewhere(service: string, subject: string, context: CallContext): Promise<void> {
  const ask = services[service]
  if (ask === undefined) throw new Error(`AUTH_ERASE_AT names ${service}, and nobody knows how to erase a user there.`)
  await ask(subject, context)
}
