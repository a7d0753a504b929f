import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { runNode } from './run.ts'
import { createWorkspace, environment, type ProjectName, twelvefold } from './workspace.ts'

/** What CloudFormation would make of a packaged project. */
export interface LambdaPackage {
  /** By the function's id in the template. */
  functions: Map<string, PackagedFunction>
  /** Route key (`GET /hello/{name}`, `$default`) → the function's id. */
  routes: Map<string, string>
  remove: () => void
}

export interface PackagedFunction {
  /** The folder of its unpacked zip. */
  task: string
  /** As the template has it: `dist/lambda/hello-greet/index.handler`. */
  handler: string
  /** The file of its zip that has the handler. */
  file: string
  variables: Record<string, string>
  /** What its role lets it do with tables: `dynamodb:Query shop-orders/index/i0-byBuyer`. */
  rights: ReadonlySet<string>
}

interface Resource {
  Type: string
  Properties: {
    Role: { 'Fn::GetAtt': [string, string] }
    TableName: string
    Policies: { PolicyDocument: { Statement: { Action: string[]; Resource: unknown }[] } }[]
    Handler: string
    Code: { S3Key: string }
    Environment?: { Variables?: Record<string, string> }
    RouteKey: string
    Target: { 'Fn::Join': [string, [string, { Ref: string }]] }
    IntegrationUri: { 'Fn::GetAtt': [string, string] }
    PayloadFormatVersion: string
  }
}

/** Packages a project as a deployment would, and unpacks each zip where nothing else can be imported from. */
export async function packageProject(project: ProjectName, given: Record<string, string>): Promise<LambdaPackage> {
  const workspace = createWorkspace(project)
  await runNode(twelvefold('package'), workspace.root, environment(given))
  const unpacked = unpackProject(workspace.root)
  workspace.remove()
  return unpacked
}

/** Unpacks what was packaged in a folder. */
export function unpackProject(root: string): LambdaPackage {
  const tasks = realpathSync(mkdtempSync(join(tmpdir(), 'twelvefold-tasks-')))
  const folder = join(root, '.serverless')
  const template = JSON.parse(readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8')) as {
    Resources: Record<string, Resource>
  }
  const resources = Object.entries(template.Resources)
  const of = (type: string): [string, Resource['Properties']][] =>
    resources.filter(([, { Type }]) => Type === type).map(([id, { Properties }]) => [id, Properties])

  const functions: LambdaPackage['functions'] = new Map()
  for (const [id, { Code, Handler, Environment, Role }] of of('AWS::Lambda::Function')) {
    const task = join(tasks, id)
    unzip(join(folder, basename(Code.S3Key)), task)
    const [file, name] = Handler.split('.')
    if (name !== 'handler') throw new Error(`${id} exports ${name}`)
    const variables = Environment?.Variables ?? {}
    const rights = listRights(template.Resources, Role['Fn::GetAtt'][0])
    functions.set(id, { task, handler: Handler, file: join(task, `${file}.mjs`), variables, rights })
  }
  const integrations = new Map(of('AWS::ApiGatewayV2::Integration'))
  const routes: LambdaPackage['routes'] = new Map()
  for (const [id, { RouteKey, Target }] of of('AWS::ApiGatewayV2::Route')) {
    const integration = integrations.get(Target['Fn::Join'][1][1].Ref)
    if (integration?.PayloadFormatVersion !== '2.0') throw new Error(`${id} does not take payload format 2.0`)
    routes.set(RouteKey, integration.IntegrationUri['Fn::GetAtt'][0])
  }
  return { functions, routes, remove: () => rmSync(tasks, { recursive: true, force: true }) }
}

/** Resolves the references of a role's statements, as CloudFormation does. */
function listRights(resources: Record<string, Resource>, role: string): ReadonlySet<string> {
  const toName = (resource: unknown): string => {
    const { 'Fn::GetAtt': getAtt, 'Fn::Join': join } = resource as {
      'Fn::GetAtt'?: [string, string]
      'Fn::Join'?: [string, unknown[]]
    }
    if (join !== undefined) return join[1].map((part) => (typeof part === 'string' ? part : toName(part))).join(join[0])
    return resources[getAtt?.[0] ?? '']?.Properties.TableName ?? ''
  }
  const statements =
    resources[role]?.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) ?? []
  const aboutTables = statements.filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')))
  return new Set(
    aboutTables.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => [Resource].flat().map((resource) => `${action} ${toName(resource)}`)),
    ),
  )
}

function unzip(archive: string, folder: string): void {
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(archive)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}
