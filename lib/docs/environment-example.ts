import type { DeclaredVariable } from '../config/declared-variables.ts'
import { groupVariables } from './environment-sections.ts'
import { wrapText } from './wrap-text.ts'

const introduction = `Every environment variable that this project reads. Printed by "npm run docs" from their \
declarations; nothing reads this file. Behind a hash stands what applies if a variable is not set. Without one stand those \
that have to be set wherever ENV is neither dev nor test. An empty variable counts as not set. Secrets are set where the \
service runs, and in no file of env/.`

/**
 * The text of `.env.example`: every variable with what it is for, what it takes, its default and whether it is required.
 * Values of secrets are left out.
 *
 * @example
 * writeFileSync('.env.example', printEnvironmentExample(await examineDeclarations(openProject())))
 */
export function printEnvironmentExample(variables: readonly DeclaredVariable[]): string {
  const groups = groupVariables(variables).map(
    ({ title, variables: all }) => `${wrapText(`--- ${title} ---`, '# ')}\n${all.map(printVariable).join('\n')}`,
  )
  return `${wrapText(introduction, '# ')}\n${groups.join('\n')}`
}

function printVariable(declared: DeclaredVariable): string {
  const { variable, description, expects, example, secret, binding, desk, elsewhere } = declared
  const required = elsewhere.required
  const notes = [
    description,
    expects === 'text' ? undefined : `must be ${expects}`,
    example && !secret ? `for example ${example}` : undefined,
    binding && `or bound: "${binding.key}" of the service "${binding.service}"`,
    required ? 'required' : undefined,
    secret ? 'a secret' : undefined,
    desk.default !== elsewhere.default && desk.default && !secret ? `at a desk ${desk.default}` : undefined,
  ]
  const value = secret ? '' : (elsewhere.default ?? '')
  const assignment = `${variable}=${/^[\w./:*,@+-]*$/.test(value) ? value : `'${value}'`}`
  return `${wrapText(notes.filter(Boolean).join('; '), '# ')}${required ? '' : '# '}${assignment}\n`
}
