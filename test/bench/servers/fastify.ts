/** Fastify 5 with what the kit does for GET /hello/{name}: schemas, CORS, security headers, a request id. */
import { randomUUID } from 'node:crypto'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import fastify from 'fastify'
import { exposedHeaders, keepAliveMs, safeId } from './answer-headers.ts'

const app = fastify({
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

app.get<{ Params: { name: string } }>(
  '/hello/:name',
  {
    schema: {
      params: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string', minLength: 1, maxLength: 100 } },
      },
      response: {
        200: {
          type: 'object',
          required: ['message'],
          additionalProperties: false,
          properties: { message: { type: 'string' } },
        },
      },
    },
  },
  (request, reply) => {
    reply.send({ message: `Hello ${request.params.name}` })
  },
)

await app.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1' })
