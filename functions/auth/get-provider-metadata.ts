import { endpoint, reply } from 'twelvefold'
import { getProviderMetadata } from '#contracts/auth'
import { metadata } from './metadata.ts'

export const handler = endpoint(getProviderMetadata, () =>
  reply(200, metadata(), { 'cache-control': 'public, max-age=300' }),
)
