import { Problem } from './problem.ts'
import { problems } from './table.ts'

/** A problem document as it is sent (RFC 9457, section 3.1), with the request's id as an extension. */
export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail?: string
  requestId?: string
  [extension: string]: unknown
}

export const problemMediaType = 'application/problem+json'

/**
 * The document of an error. Anything but a {@link Problem} becomes `internal-error` and shows nothing of itself.
 *
 * @param base what `type` is resolved against, without a slash at its end: `PUBLIC_URL`, or '' for a relative reference
 */
export function toProblemDocument(error: unknown, base: string, requestId?: string): ProblemDocument {
  const known = error instanceof Problem ? error : new Problem('internal-error')
  const { title, status } = problems[known.code]
  const document: ProblemDocument = { type: `${base}/docs/problems/${known.code}`, title, status }
  if (known.message !== title) document.detail = known.message
  if (requestId !== undefined) document.requestId = requestId
  return Object.assign(document, known.extensions)
}
