import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'
import type { PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types'

/** A template as `serverless package` writes it. */
export interface Template {
  Resources: Record<string, TemplateResource>
  Outputs?: Record<string, { Value: unknown }>
}

export interface TemplateResource {
  Type: string
  DependsOn?: string | string[]
  Properties?: Record<string, unknown>
  [attribute: string]: unknown
}

/** What a resource may have beside its properties. */
const attributes = ['Type', 'Properties', 'DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata', 'Condition']

/**
 * Finds out what CloudFormation would refuse in a template, by the schemas of AWS's resources: unknown types and
 * properties, values of another type, required properties that are missing, references to what is not there,
 * dependencies in a circle, and more than its quotas allow.
 *
 * @returns a sentence for each fault
 */
export async function findTemplateFaults(template: Template): Promise<string[]> {
  const specification = await loadAwsServiceSpec()
  const { Resources: resources } = template
  const ids = Object.keys(resources)
  const faults = Object.entries(resources).flatMap(([id, resource]) => [
    ...checkResource(specification, id, resource),
    ...checkReferences(specification, id, resource, resources),
  ])
  for (const id of ids) if (!/^[A-Za-z\d]{1,255}$/.test(id)) faults.push(`${id} is no logical id`)
  for (const [name, { Value }] of Object.entries(template.Outputs ?? {}))
    faults.push(...checkReferences(specification, `Outputs.${name}`, Value, resources))
  if (ids.length > 500) faults.push(`There are ${ids.length} resources; a stack has at most 500`)
  const bytes = Buffer.byteLength(JSON.stringify(template))
  if (bytes > 1_000_000) faults.push(`It has ${bytes} bytes; a template has at most 1 MB`)
  return [...faults, ...findCircles(resources)]
}

const lookUp = (specification: SpecDatabase, type: string): Resource | undefined =>
  specification.lookup('resource', 'cloudFormationType', 'equals', type)[0]

function checkResource(specification: SpecDatabase, id: string, resource: TemplateResource): string[] {
  const known = lookUp(specification, resource.Type)
  if (known === undefined) return [`${id} is of the unknown type ${resource.Type}`]
  const strange = Object.keys(resource).filter((attribute) => !attributes.includes(attribute))
  return [
    ...strange.map((attribute) => `${id} has the unknown attribute ${attribute}`),
    ...checkProperties(specification, id, known.properties, resource.Properties ?? {}),
  ]
}

function checkProperties(
  specification: SpecDatabase,
  place: string,
  known: Resource['properties'],
  given: object,
): string[] {
  const missing = Object.entries(known).filter(([name, { required }]) => required && !(name in given))
  return [
    ...missing.map(([name]) => `${place}.${name} is missing`),
    ...Object.entries(given).flatMap(([name, value]) => {
      const property = known[name]
      if (property === undefined) return [`${place}.${name} is unknown`]
      return checkValue(specification, `${place}.${name}`, property.type, value)
    }),
  ]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `{ Ref: … }`, `{ 'Fn::…': … }`: what comes of it is known when it is deployed. */
const isIntrinsic = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && /^(?:Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? '')

function checkValue(specification: SpecDatabase, place: string, type: PropertyType, value: unknown): string[] {
  if (isIntrinsic(value)) return []
  switch (type.type) {
    case 'string':
    case 'date-time':
      return typeof value === 'string' ? [] : [`${place} is no text`]
    case 'integer':
      return Number.isInteger(value) ? [] : [`${place} is no whole number`]
    case 'number':
      return typeof value === 'number' ? [] : [`${place} is no number`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${place} is neither true nor false`]
    case 'array':
      if (!Array.isArray(value)) return [`${place} is no list`]
      return value.flatMap((item, at) => checkValue(specification, `${place}[${at}]`, type.element, item))
    case 'map':
      if (!isObject(value)) return [`${place} is no object`]
      return Object.entries(value).flatMap(([key, item]) =>
        checkValue(specification, `${place}.${key}`, type.element, item),
      )
    case 'ref':
      if (!isObject(value)) return [`${place} is no object`]
      return checkProperties(
        specification,
        place,
        specification.get('typeDefinition', type.reference).properties,
        value,
      )
    case 'union': {
      const tried = type.types.map((one) => checkValue(specification, place, one, value))
      return tried.some((faults) => faults.length === 0) ? [] : (tried[0] ?? [])
    }
    default:
      return []
  }
}

/** The logical ids that a value refers to, and the attributes that it asks of them. */
function listReferences(value: unknown): { id: string; attribute?: string }[] {
  if (Array.isArray(value)) return value.flatMap(listReferences)
  if (!isObject(value)) return []
  const { Ref: reference, 'Fn::GetAtt': getAtt, 'Fn::Sub': sub } = value
  if (typeof reference === 'string') return reference.startsWith('AWS::') ? [] : [{ id: reference }]
  if (Array.isArray(getAtt)) return [{ id: String(getAtt[0]), attribute: String(getAtt[1]) }]
  if (typeof sub === 'string')
    return [...sub.matchAll(/\$\{(?!AWS::)(\w+)(?:\.([\w.]+))?\}/g)].map(([, id = '', attribute]) =>
      attribute === undefined ? { id } : { id, attribute },
    )
  return Object.values(value).flatMap(listReferences)
}

function listDependencies({ DependsOn = [], Properties }: TemplateResource): { id: string; attribute?: string }[] {
  return [...[DependsOn].flat().map((id) => ({ id })), ...listReferences(Properties)]
}

function checkReferences(
  specification: SpecDatabase,
  place: string,
  value: unknown,
  resources: Template['Resources'],
): string[] {
  const isResource = place in resources
  const references = isResource ? listDependencies(resources[place] as TemplateResource) : listReferences(value)
  return references.flatMap(({ id, attribute }) => {
    const target = resources[id]
    if (target === undefined) return [`${place} refers to ${id}, which is not there`]
    if (attribute === undefined) return []
    const known = lookUp(specification, target.Type)?.attributes ?? {}
    return attribute in known ? [] : [`${place} asks ${id} for ${attribute}, which ${target.Type} does not have`]
  })
}

function findCircles(resources: Template['Resources']): string[] {
  const done = new Set<string>()
  const visit = (id: string, path: readonly string[]): string[] => {
    if (path.includes(id)) return [`${[...path.slice(path.indexOf(id)), id].join(' → ')} depend on each other`]
    if (done.has(id) || !(id in resources)) return []
    const found = listDependencies(resources[id] as TemplateResource).flatMap((next) => visit(next.id, [...path, id]))
    done.add(id)
    return found
  }
  return Object.keys(resources).flatMap((id) => visit(id, []))
}
