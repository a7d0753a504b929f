import type { DeclaredVariable, Demand } from '../config/declared-variables.ts'
import { groupVariables, type VariableGroup } from './environment-sections.ts'
import { variableNotes } from './variable-notes.ts'
import { wrapText } from './wrap-text.ts'

const origin =
  '<!-- Printed by lib/docs/environment-reference.ts from the declarations and lib/docs/variable-notes.ts. -->'

const introduction = `Every variable that the kit and the services of this project read. \`.env.example\` lists them too, \
and \`twelvefold env\` prints them with the values of the moment. At a desk and in tests (\`ENV\` is \`dev\` or \`test\`) none \
has to be set; elsewhere those that are *required*. An empty one counts as not set. What is marked as *a secret* is shown \
nowhere, and may not stand in a file of \`env/\`.`

const conclusion = `
\`VCAP_SERVICES\` is read where Cloud Foundry sets it: see [configuration](../guides/configuration.md#bindings-on-cloud-foundry).

## Where a value comes from

The first of these that has one:

1. the real environment of the process
2. a binding in \`VCAP_SERVICES\`, for a variable that is declared with one
3. \`env/<ENV>.env\`
4. the default

## When something is missing or wrong

Nothing is served. Every fault of every service is printed, one per line, and the process exits with 78 (\`EX_CONFIG\`).
\`twelvefold env --check\` does the same without starting anything.
`

/**
 * The text of `docs/reference/environment.md`. A test compares the two.
 *
 * @example
 * writeFileSync('docs/reference/environment.md', printEnvironmentReference(await examineDeclarations(openProject())))
 */
export function printEnvironmentReference(variables: readonly DeclaredVariable[]): string {
  return `${origin}\n\n# Environment variables\n\n${wrapText(introduction)}${groupVariables(variables).map(printGroup).join('')}${conclusion}`
}

function printGroup({ title, introduction: text, variables, namesServices }: VariableGroup): string {
  const head = namesServices
    ? ['variable', 'needed by', 'default', 'what it is']
    : ['variable', 'default', 'what it is']
  const rows = variables.map((variable) => [
    `\`${variable.variable}\``,
    ...(namesServices ? [variable.neededBy.join(', ')] : []),
    printDefault(variable),
    explain(variable),
  ])
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`)
  const paragraphs = text.map((paragraph) => `${wrapText(paragraph)}\n`)
  return `\n## ${title}\n\n${paragraphs.join('')}${lines.join('')}`
}

function printDefault({ desk, elsewhere, secret }: DeclaredVariable): string {
  const [atDesk, there] = [printDemand(desk, secret), printDemand(elsewhere, secret)]
  return `${atDesk === there ? there : `${atDesk} at a desk, else ${there}`}${secret ? '; a secret' : ''}`
}

function printDemand(demand: Demand, secret = false): string {
  if (demand.required) return '*required*'
  if (!demand.default) return 'none'
  return secret ? 'any' : `\`${demand.default}\``
}

function explain({ variable, description, expects, example, secret, binding }: DeclaredVariable): string {
  const note = variableNotes[variable]
  if (note !== undefined) return note
  const purpose = description ? `${description.charAt(0).toUpperCase()}${description.slice(1)}.` : ''
  const form = expects === 'text' ? '' : `It must be ${expects}.`
  const sample = example === undefined || secret ? '' : `For example ${example}.`
  const bound = binding ? `Or bound: "${binding.key}" of the service "${binding.service}".` : ''
  // The backslashes are before what Markdown would take for markup.
  return [purpose, form, sample, bound]
    .filter(Boolean)
    .join(' ')
    .replace(/[<|*`[\]\\]/g, '\\$&')
}
