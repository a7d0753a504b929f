import type { ApiKeyCheck } from 'twelvefold'

export const apiKey: ApiKeyCheck = (key) =>
  key === 'right' ? { subject: 'machine', clientId: undefined, scopes: new Set(), claims: {} } : undefined
