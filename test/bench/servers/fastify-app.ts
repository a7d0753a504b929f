/** Fastify 5 with what the kit does for every operation: CORS, security headers, a request id. */
import { randomUUID } from 'node:crypto'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import fastify from 'fastify'
import { exposedHeaders, keepAliveMs, safeId } from './answer-headers.ts'

export const app = fastify({
  logger: false,
  keepAliveTimeout: keepAliveMs,
  // The router would refuse a long name before the schema does.
  routerOptions: { maxParamLength: 1000 },
  genReqId: ({ headers }) => {
    const given = headers['x-request-id']
    return typeof given === 'string' && safeId.test(given) ? given : randomUUID()
  },
})

await app.register(cors, { origin: '*', exposedHeaders })
await app.register(helmet, {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginEmbedderPolicy: false,
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  originAgentCluster: false,
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: { action: 'deny' },
  xPermittedCrossDomainPolicies: false,
  xPoweredBy: false,
  xXssProtection: false,
})
app.addHook('onSend', (request, reply, payload, done) => {
  reply.header('x-request-id', request.id)
  done(null, payload)
})
