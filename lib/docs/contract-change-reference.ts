import { type Rule, rules } from '../contract/diff/rules.ts'

const head = `# Changes of contracts

What \`twelvefold diff\` makes of each change; [how to use it](../guides/contract-changes.md). Printed from
\`lib/contract/diff/rules.ts\` by \`npm run docs\`.

A **breaking** change asks for a new major version, an **additive** one for a minor, **documentation** for a patch.
Contracts are compared by what they mean: what a \`$ref\` is called, in which file a schema stands and the order of what
has none are no change, nor is \`info.version\`.
`

const schemaHead = `## By the way that a value goes

A client sends what it always has sent, and understands what it always has got. So a request may take more than before,
and a response may have less. A \`readOnly\` property is in no request and a \`writeOnly\` one in no response; neither is
compared there. Parameters and request headers are requests, response headers are responses.

| rule | what | in a request | in a response |
| --- | --- | --- | --- |
`

const foot = `
## What cannot be decided

\`cannot-be-decided\` is said, and taken for breaking, where the values that two contracts allow cannot be compared: another
\`pattern\` or \`format\` for the one that there was; \`not\`, \`if\`, \`contains\`, \`propertyNames\`, \`patternProperties\`,
\`dependentSchemas\`, \`dependentRequired\`, \`unevaluated…\`, \`content…\`, \`xml\`, \`encoding\`, a \`discriminator\`; a \`oneOf\` of which
two alternatives may fit the same value; an \`allOf\` whose parts cannot be merged since one of them has
\`additionalProperties\`; callbacks and webhooks. Where none of these has changed, nothing is said.

A \`discriminator\` does not keep alternatives apart: the validators do not heed it, as JSON Schema does not. Constants do.

\`allOf\` is merged first where that means the same. The alternatives of \`oneOf\` and \`anyOf\` are compared as a union: those
that are the same are left out, then those with the same constant (\`kind: { const: cat }\`) or name, then those of a type.

A new property is no surprise where an object is described; where it is a map, the values that it has had count, too: an
object whose \`additionalProperties\` are written, and are not \`false\`, or one without \`properties\`.

## As JSON

\`--format json\` prints one object. Members may be added to it; none is taken away or means something else without a new
major version of the kit.

| member | what it is |
| --- | --- |
| \`source\` | with what was compared, in words |
| \`bump\` | what all changes together ask for: \`major\`, \`minor\`, \`patch\` or \`none\` |
| \`passed\` | false where the exit code is 1 |
| \`services[]\` | each service, by name, changed or not |
| \`.service\`, \`.bump\`, \`.passed\` | its name, and the same for it alone |
| \`.version.before\`, \`.after\` | \`info.version\`; null where there is none, or no such service |
| \`.changes[]\` | its changes: what breaks, what adds, what documents |
| \`.level\`, \`.rule\` | \`breaking\`, \`additive\` or \`documentation\`, and a rule of the tables above |
| \`.endpoints[]\`, \`.operations[]\` | the operations that have the change: \`GET /colors/{name}\`, and the operationId; none where it is the whole contract's |
| \`.where\` | where in the first of them, in words: \`response 200 /items/-/name\` |
| \`.message\` | what has changed, for people |
| \`.file\`, \`.line\`, \`.pointer\` | where it stands now, or its nearest parent: a path from the project's root, and a JSON Pointer into that file; missing where the service is gone |

## Exit codes

| code | meaning |
| --- | --- |
| 0 | nothing breaks, or it is announced: by \`info.version\`, whose first number that is not zero has risen; for an operation that is gone, by its successor that comes under the next \`/v2\` |
| 1 | something breaks, and nothing announces it |
| 2 | the contracts could not be compared: an unknown ref, no OpenAPI document, a contract of the project is wrong, what asks for a token |
| 69 | nothing answers at the URL, or the server fails |
`

/** Prints `docs/reference/contract-changes.md` from the table of rules. */
export function printContractChangeReference(): string {
  const all = Object.entries<Rule>(rules)
  const [same, directed] = [
    all.filter(([, { request, response }]) => request === response),
    all.filter(([, { request, response }]) => request !== response),
  ]
  const sameRows = same.map(([id, { what, request }]) => `| \`${id}\` | ${what} | ${strong(request)} |\n`)
  const directedRows = directed.map(
    ([id, { what, request, response }]) => `| \`${id}\` | ${what} | ${strong(request)} | ${strong(response)} |\n`,
  )
  return `${head}\n## Whatever way it goes\n\n| rule | what | change |\n| --- | --- | --- |\n${sameRows.join('')}\n${schemaHead}${directedRows.join('')}${foot}`
}

const strong = (level: string): string => (level === 'breaking' ? '**breaking**' : level)
