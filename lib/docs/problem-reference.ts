import { type ProblemCode, problems } from '../problem/table.ts'
import { problemPages } from './problem-pages.ts'

const introduction = `<!-- Printed by lib/docs/problem-reference.ts from lib/docs/problem-pages.ts: change it there. -->

# Problems

Every error of every service is a problem document (RFC 9457), with the media type \`application/problem+json\`:

\`\`\`json
{
  "type": "/docs/problems/validation-failed",
  "title": "The request breaks the contract",
  "status": 400,
  "detail": "The request has one fault.",
  "requestId": "0b5c1fd2-6f0e-4f5e-9d8e-3a1f9a4c7b21",
  "errors": [{ "in": "body", "pointer": "/items/0/quantity", "detail": "must be >= 1" }]
}
\`\`\`

Programs decide by the last segment of \`type\`, the code: it never changes its meaning. Without \`PUBLIC_URL\` the \`type\`
is a path; with it, a full address. Each deployment shows the page of a problem there, with \`DOCS=off\` too. \`requestId\`
finds the request in the logs. Other members belong to a code, or to an operation, whose contract then lists them.
`

/**
 * The text of `docs/reference/problems.md`. A test compares the two.
 *
 * @example
 * writeFileSync('docs/reference/problems.md', printProblemReference())
 */
export function printProblemReference(): string {
  const codes = Object.keys(problems) as ProblemCode[]
  const rows = codes.map((code) => `| [\`${code}\`](#${code}) | ${problems[code].status} | ${problems[code].title} |\n`)
  return `${introduction}\n| code | status | title |\n| --- | --- | --- |\n${rows.join('')}${codes.map(printSection).join('')}`
}

function printSection(code: ProblemCode): string {
  const { title, status } = problems[code]
  const { meaning, client, operator } = problemPages[code]
  return `
## ${code}

**${title}** (${status})

${meaning}

- **If you call the service:** ${client}
- **If you run the service:** ${operator}
`
}
