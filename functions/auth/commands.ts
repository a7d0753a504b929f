import type { ServiceCommand } from 'twelvefold'

/** What `twelvefold` can do for this service. */
export const commands: Record<string, ServiceCommand> = {
  'oauth-client': {
    summary: 'register, list and remove OAuth clients',
    load: async () => (await import('./oauth-client-command.ts')).oauthClient,
  },
  keys: {
    summary: 'rotate and list the keys that sign tokens',
    load: async () => (await import('./keys-command.ts')).keys,
  },
}
