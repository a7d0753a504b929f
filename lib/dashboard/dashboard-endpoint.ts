import type { EndpointEvent, EndpointHandler, EndpointResult } from '../endpoint/exchange.ts'
import { kitOperation } from '../endpoint/kit-operation.ts'
import { toProblemResult } from '../endpoint/problems.ts'
import { defaultSecurityHeaders } from '../endpoint/security-headers.ts'
import type { Endpoint } from '../hosts/application.ts'
import { logger } from '../observe/log.ts'
import { maskSecretValues } from '../observe/secret-values.ts'
import { Problem, problem } from '../problem/problem.ts'
import { type AccessOptions, findRefusal } from './access.ts'

/** What a part of the dashboard answers: JSON, or a text of some type. */
export type DashboardAnswer = { json: unknown } | { type: string; text: string }

/**
 * Only what this host has, as a file, is run or shown. No text can become markup in a script of the page (Trusted Types),
 * and no other page can frame it.
 */
const headers: Readonly<Record<string, string>> = {
  ...defaultSecurityHeaders,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
}

/**
 * A part of the dashboard, for those who may see it. It stands outside of the stack of endpoints, so that it is neither
 * logged nor counted nor recorded.
 *
 * @example
 * dashboardEndpoint('GET', '/-/dev/about', { hosts: [], for: 'data' }, () => ({ json: about }))
 */
export function dashboardEndpoint(
  method: 'GET' | 'POST',
  path: string,
  access: AccessOptions,
  answer: (event: EndpointEvent) => DashboardAnswer | Promise<DashboardAnswer>,
): Endpoint {
  const handler: EndpointHandler = async (event) => {
    try {
      const refusal = findRefusal(event, access)
      if (refusal !== undefined) throw problem('forbidden', refusal)
      return toResult(await answer(event))
    } catch (error) {
      if (!(error instanceof Problem)) logger().error({ err: error }, 'The dashboard is broken')
      const result = toProblemResult(error, '')
      return { ...result, headers: { ...headers, ...result.headers } }
    }
  }
  return { operation: { ...kitOperation('dashboard', 'dashboard', path, []), method }, handler }
}

function toResult(answer: DashboardAnswer): EndpointResult {
  const [type, body] =
    'json' in answer
      ? // Whatever was not found by its name: the values of secret variables.
        ['application/json', maskSecretValues(JSON.stringify(answer.json))]
      : [answer.type, answer.text]
  return { statusCode: 200, headers: { ...headers, 'content-type': type }, body }
}
