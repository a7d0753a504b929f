import { createHash } from 'node:crypto'
import type { FunctionSpec } from '../../build/functions.ts'
import { logGroupId, toIdPart } from './logical-ids.ts'
import type { StoreRights } from './store-rights.ts'

interface Statement {
  Effect: 'Allow'
  Action: string[]
  Resource: object[] | string
}

/** Roles, and which function has which. */
export interface Roles {
  /** Logical name → `AWS::IAM::Role`. */
  resources: Record<string, object>
  /** The function's name → its role's logical name. */
  byFunction: Map<string, string>
}

/**
 * A role for each set of rights that functions of a service have: those that may do the same share one, as a stack has
 * at most 500 resources. Each may write to the logs of its functions, and to no other.
 *
 * @param options.grant the statements for what a function may do with collections
 * @param options.tracing X-Ray traces them
 */
export function describeRoles(
  functions: readonly FunctionSpec[],
  options: { rightsOf: (name: string) => StoreRights; grant: (rights: StoreRights) => object[]; tracing: boolean },
): Roles {
  const groups = new Map<string, { service: string | undefined; rights: StoreRights; names: string[] }>()
  const byFunction = new Map<string, string>()
  for (const { name, service } of functions) {
    const rights = options.rightsOf(name)
    const id = roleId(service, rights)
    const group = groups.get(id) ?? { service, rights, names: [] }
    group.names.push(name)
    groups.set(id, group)
    byFunction.set(name, id)
  }
  const resources = [...groups].map(([id, { service, rights, names }]) => {
    const statements = [
      allow(
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        names.map((name) => ({ 'Fn::GetAtt': [logGroupId(name), 'Arn'] })),
      ),
      ...options.grant(rights),
      ...(options.tracing ? [allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*')] : []),
    ]
    return [id, toRole(describeRights(service, rights), statements)] as const
  })
  return { resources: Object.fromEntries(resources), byFunction }
}

/** Named after the rights, so that a function that is added changes no role of others. */
function roleId(service: string | undefined, rights: StoreRights): string {
  const part = toIdPart(service ?? 'kit')
  if (rights.reads.length === 0) return `${part}Role`
  return `${part}Role${createHash('sha256').update(JSON.stringify(rights)).digest('hex').slice(0, 8)}`
}

function describeRights(service: string | undefined, { reads, stores, removes }: StoreRights): string {
  const may = [
    ...(reads.length > 0 ? [`reads ${reads.join(', ')}`] : []),
    ...(stores.length > 0 ? [`stores ${stores.join(', ')}`] : []),
    ...(removes.length > 0 ? [`removes ${removes.join(', ')}`] : []),
  ]
  return `${service ?? 'Kit'}: ${may.join('; ') || 'no data'}`.slice(0, 1000)
}

const allow = (Action: string[], Resource: Statement['Resource']): Statement => ({ Effect: 'Allow', Action, Resource })

function toRole(description: string, statements: object[]): object {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: description,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'rights', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  }
}
