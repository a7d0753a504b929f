import { join, relative } from 'node:path'
import type { CompiledContract } from './generate.ts'
import { handlerFileName } from './operations.ts'
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
}

export function toRoutes(project: Project, { service, operations }: CompiledContract): Route[] {
  return operations.map(({ id, method, path, source, security }) => ({
    method: method.toUpperCase(),
    path,
    service,
    operation: id,
    summary: source.summary ?? '',
    file: relative(project.root, join(project.functions, service, `${handlerFileName(id)}.ts`)),
    security: security.map((requirement) => Object.keys(requirement).join('+') || 'optional'),
  }))
}
