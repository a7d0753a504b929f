import { endpoint, reply } from 'twelvefold'
import { getServerMetadata } from '#contracts/auth'
import { metadata } from './metadata.ts'

export const handler = endpoint(getServerMetadata, () =>
  reply(200, metadata(), { 'cache-control': 'public, max-age=300' }),
)
