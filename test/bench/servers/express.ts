/**
 * Express 5 with express-openapi-validator, which checks requests against the very contracts that the kit compiles.
 * Without CORS, security headers and request id, and without checking responses: less to do than the kit has.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import express, { type NextFunction, type Request, type Response } from 'express'
import { middleware as openApiValidator } from 'express-openapi-validator'
import { sum } from '../../../functions/addition/sum.ts'
import { keepAliveMs } from './answer-headers.ts'

interface Contract {
  paths: object
  components: Record<string, object>
}

/** The contracts as the kit bundles them, without references to other files. */
async function readContract(service: string): Promise<Contract> {
  const file = join(process.env.CONTRACTS ?? '', service, 'openapi.js')
  const { default: text } = (await import(pathToFileURL(file).href)) as { default: string }
  return JSON.parse(text) as Contract
}

const [hello, addition] = await Promise.all([readContract('hello'), readContract('addition')])
const sections = new Set([...Object.keys(hello.components), ...Object.keys(addition.components)])
const contract = {
  ...hello,
  paths: { ...hello.paths, ...addition.paths },
  components: Object.fromEntries(
    [...sections].map((section) => [section, { ...hello.components[section], ...addition.components[section] }]),
  ),
}

const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.use(express.json({ limit: '1mb' }))
app.use(
  openApiValidator({
    apiSpec: contract as unknown as Parameters<typeof openApiValidator>[0]['apiSpec'],
    validateApiSpec: false,
    validateRequests: true,
    validateResponses: false,
  }),
)

app.get('/hello/:name', (request, response) => {
  response.json({ message: `Hello ${request.params.name}` })
})
app.post('/hello', (request, response) => {
  const body = request.body as Record<string, unknown>
  response.json(Object.fromEntries(Object.entries(body).filter(([key]) => /^a/i.test(key))))
})
app.get('/addition', (request, response) => {
  const { a, b } = request.query as unknown as { a: number; b: number }
  const result = sum([a, b])
  if (result === undefined) response.status(422).json({ status: 422 })
  else response.json({ result })
})
app.use((error: { status?: number; message: string }, _request: Request, response: Response, _next: NextFunction) => {
  response.status(error.status ?? 500).json({ message: error.message })
})

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1')
server.keepAliveTimeout = keepAliveMs
