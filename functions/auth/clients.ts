import { collection, type } from 'twelvefold'
import type { OAuthClient } from './client.ts'
import { settings } from './config.ts'

/** A client as it is kept: with the index that lists them all. */
export interface ClientDocument extends OAuthClient {
  createdAt: string
}

export const storedClients = collection('oauth-clients', {
  document: type<ClientDocument>(),
  key: 'clientId',
  indexes: { byCreation: ['createdAt'] },
})

/** Looks a client up: those of the environment first, then those of the store. */
export async function findClient(clientId: string): Promise<OAuthClient | undefined> {
  return settings.AUTH_CLIENTS.find((client) => client.clientId === clientId) ?? (await storedClients.get(clientId))
}
