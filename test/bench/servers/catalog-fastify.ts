/** Fastify 5 for two operations of the catalog, with schemas for what comes in. */
import { getProduct, listProducts } from './catalog-table.ts'
import { app } from './fastify-app.ts'

app.get<{ Querystring: { category: string; limit: number; cursor?: string } }>(
  '/catalog/products',
  {
    schema: {
      querystring: {
        type: 'object',
        required: ['category'],
        properties: {
          category: { type: 'string', minLength: 2, maxLength: 40, pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' },
          limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
          cursor: { type: 'string', minLength: 1, maxLength: 2000, pattern: '^[A-Za-z0-9_-]+$' },
        },
      },
    },
  },
  ({ query: { category, limit, cursor } }, reply) => {
    const page = listProducts(category, limit, cursor)
    if (page === undefined) return reply.code(400).send({ status: 400 })
    if (page.link !== undefined) reply.header('link', page.link)
    return reply.send(page.products)
  },
)

app.get<{ Params: { productId: string } }>(
  '/catalog/products/:productId',
  {
    schema: {
      params: {
        type: 'object',
        required: ['productId'],
        properties: {
          productId: { type: 'string', minLength: 1, maxLength: 40, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
        },
      },
    },
  },
  ({ params, headers }, reply) => {
    const found = getProduct(params.productId)
    if (found === undefined) return reply.code(404).send({ status: 404 })
    reply.header('etag', found.etag)
    return headers['if-none-match'] === found.etag ? reply.code(304).send() : reply.send(found.product)
  },
)

await app.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1' })
