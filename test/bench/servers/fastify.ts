/** Fastify 5 for GET /hello/{name}, with schemas. */
import { app } from './fastify-app.ts'

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
