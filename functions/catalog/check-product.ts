import { type Fault, problem } from 'twelvefold'
import { type ReplaceProductTypes, replaceProduct } from '#contracts/catalog'

/**
 * Checks a product that a patch has made against the rules of the contract for a whole one.
 *
 * @throws `validation-failed` with every fault
 */
export function checkProduct(candidate: unknown): ReplaceProductTypes['body'] {
  const validator = replaceProduct.body?.content['application/json']?.validator
  if (validator === undefined) throw new Error('the contract has no rules for a product')
  if (validator(candidate)) return candidate as ReplaceProductTypes['body']
  const errors = (validator.errors ?? []).map(toFault)
  throw problem('validation-failed', 'The patched product breaks the rules.', { extensions: { errors } })
}

interface Broken {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
}

function toFault({ instancePath, keyword, params }: Broken): Fault {
  if (keyword === 'required')
    return { in: 'body', pointer: `${instancePath}/${params.missingProperty}`, detail: 'is required' }
  const { limit, comparison, pattern, format, allowedValues } = params
  const details: Record<string, string> = {
    pattern: `must match ${pattern}`,
    format: `must be a valid ${format}`,
    enum: `must be one of ${[allowedValues].flat().join(', ')}`,
    minLength: `must have at least ${limit} character`,
    maxLength: `must have at most ${limit} characters`,
    minimum: `must be ${comparison} ${limit}`,
    maximum: `must be ${comparison} ${limit}`,
  }
  return { in: 'body', pointer: instancePath, detail: details[keyword] ?? `breaks the rule ${keyword}` }
}
