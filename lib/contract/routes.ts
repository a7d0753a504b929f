import { join, relative } from 'node:path'
import { exampleCall } from './example-call.ts'
import type { CompiledContract } from './generate.ts'
import { type LambdaSettings, lambdaSettingsOf } from './lambda-settings.ts'
import { handlerFileName, idempotencyKeyOf, type OperationModel } from './operations.ts'
import type { Project } from './project.ts'

/** One row of the route table: what tools print and what `serverless.yml` derives its functions from. */
export interface Route {
  method: string
  path: string
  service: string
  operation: string
  summary: string
  /** The handler's file, from the project's root. */
  file: string
  /** Names of security schemes; several that are joined by `+` are needed together. Empty: open to everybody. */
  security: string[]
  /** False where the contract says `x-cors: false`. */
  cors?: false
  /** It takes an `Idempotency-Key`. */
  takesIdempotencyKey?: true
  /** It has an `x-rate-limit`. */
  limitsRate?: true
  /** What the contract says of its function with `x-lambda`. */
  lambda?: LambdaSettings
  /** Path and query of a call that works, for a GET that the contract's examples suffice for. */
  example?: string
}

export function toRoutes(project: Project, { service, document, operations }: CompiledContract): Route[] {
  return operations.map((operation) => ({
    ...describeRoute(project, service, operation),
    ...withLambda(lambdaSettingsOf(document['x-lambda'], operation.source['x-lambda'])),
    ...withExample(exampleCall(document, operation)),
  }))
}

const withLambda = (lambda: LambdaSettings): { lambda?: LambdaSettings } =>
  Object.keys(lambda).length === 0 ? {} : { lambda }

const withExample = (example: string | undefined): { example?: string } => (example === undefined ? {} : { example })

function describeRoute(project: Project, service: string, operation: OperationModel): Route {
  const { id, method, path, source, security } = operation
  return {
    method: method.toUpperCase(),
    path,
    service,
    operation: id,
    summary: source.summary ?? '',
    file: relative(project.root, join(project.functions, service, `${handlerFileName(id)}.ts`)),
    security: security.map((requirement) => Object.keys(requirement).join('+') || 'optional'),
    ...(source['x-cors'] === false ? { cors: false } : {}),
    ...(idempotencyKeyOf(operation) === undefined ? {} : { takesIdempotencyKey: true }),
    ...(source['x-rate-limit'] === undefined ? {} : { limitsRate: true }),
  }
}
