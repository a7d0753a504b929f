import { Command } from 'commander'
import { toClient } from './client.ts'
import { findClient, storedClients } from './clients.ts'
import { hashOf, randomSecret } from './secrets.ts'

interface CreateOptions {
  name?: string
  redirectUri: string[]
  postLogoutRedirectUri: string[]
  grant: string[]
  scope: string[]
  public?: boolean
  trusted?: boolean
}

const collect = (value: string, before: string[]): string[] => [...before, value]

const create = new Command('create')
  .description('register a client; its secret is shown once, and only its hash is kept')
  .argument('<client-id>', 'letters, digits, hyphens, dots and underscores')
  .option('--name <name>', 'what users are shown')
  .option('--redirect-uri <uri>', 'where codes are sent; may be repeated', collect, [])
  .option('--post-logout-redirect-uri <uri>', 'where a logout may end; may be repeated', collect, [])
  .option('--grant <grant>', 'authorization_code, refresh_token or client_credentials; may be repeated', collect, [])
  .option('--scope <scope>', 'the most it can get; may be repeated', collect, [])
  .option('--public', 'it runs at its users’ and can keep no secret')
  .option('--trusted', 'it is one of our own: users are not asked for consent')
  .action(async (clientId: string, options: CreateOptions, command: Command) => {
    const secret = options.public ? undefined : randomSecret()
    try {
      const client = toClient(
        {
          clientId,
          name: options.name ?? clientId,
          ...(secret === undefined ? {} : { secretHash: hashOf(secret) }),
          redirectUris: options.redirectUri,
          postLogoutRedirectUris: options.postLogoutRedirectUri,
          grants: options.grant.length > 0 ? options.grant : ['authorization_code'],
          scopes: options.scope,
          trusted: options.trusted ?? false,
        },
        clientId,
      )
      if ((await findClient(clientId)) !== undefined) throw new Error(`There is a client ${clientId} already.`)
      await storedClients.insert({ ...client, createdAt: new Date().toISOString() })
    } catch (error) {
      return command.error(error instanceof Error ? error.message : String(error))
    }
    console.log(secret === undefined ? `${clientId} is registered` : `${clientId} is registered; its secret: ${secret}`)
  })

const list = new Command('list').description('list the clients of the store').action(async () => {
  let cursor: string | undefined
  let count = 0
  do {
    const page = await storedClients.query('byCreation', { limit: 100, cursor })
    count += page.items.length
    for (const { clientId, name, secretHash, grants, scopes } of page.items) {
      const kind = secretHash === undefined ? 'public' : 'confidential'
      console.log([clientId, name, kind, grants.join(' '), scopes.join(' ')].join('\t'))
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  // Not on stdout, which is for programs.
  if (count === 0) console.error('No client is registered in the store.')
})

const remove = new Command('remove')
  .description('remove a client; it gets no more tokens')
  .argument('<client-id>')
  .action(async (clientId: string, _options: object, command: Command) => {
    if (!(await storedClients.remove(clientId))) command.error(`There is no client ${clientId} in the store.`)
    else console.log(`${clientId} is removed`)
  })

/** `twelvefold oauth-client`: the clients that are kept in the store. */
export const oauthClient: Command = new Command('oauth-client')
  .description('the OAuth clients of the store that STORE_URL names')
  .addCommand(create)
  .addCommand(list)
  .addCommand(remove)
