import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { ConfigFault } from './config-error.ts'
import { describeSecret, isRandom, isSecretName } from './secret-shapes.ts'

/** What is declared of a variable, as far as it matters here. */
export interface MaybeSecret {
  variable: string
  secret?: boolean
}

const advice = 'env/ is part of the code: set it where the service runs'

/**
 * Finds secrets in the files of `env/`: a value of a variable that is declared `secret: true`; whatever has the shape of
 * a secret, in comments too; and long random text in a variable whose name ends in SECRET, TOKEN, PASSWORD or KEY.
 *
 * @param root the project's folder
 * @param declared what the services declare
 * @returns a fault for each place, with file and line, and never with the value; `variable` is the file where the line
 *   belongs to none
 * @example
 * findSecretsInFiles('.', [{ variable: 'API_KEY', secret: true }])
 * // [{ variable: 'API_KEY', message: 'is a secret, and env/dev.env:3 gives it a value; …' }]
 */
export function findSecretsInFiles(root: string, declared: readonly MaybeSecret[]): ConfigFault[] {
  const folder = join(root, 'env')
  if (!existsSync(folder)) return []
  const secrets = new Set(declared.filter(({ secret }) => secret).map(({ variable }) => variable))
  return readdirSync(folder)
    .filter((file) => /(?:^|\.)env(?:\.|$)/.test(file))
    .sort()
    .flatMap((file) => findInFile(`env/${file}`, readFileSync(join(folder, file), 'utf8'), secrets))
}

function findInFile(file: string, text: string, secrets: ReadonlySet<string>): ConfigFault[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  return lines.flatMap((line, index) => {
    const [, hash, name = file] = /^\s*(#?)\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line) ?? []
    // What stands behind a hash is not set, but it is in the file.
    const value = parseEnv(line.replace(/^\s*#\s*/, ''))[name] ?? ''
    const problem = describeLine()
    return problem === undefined ? [] : [{ variable: name, message: `${problem}; ${advice}` }]

    function describeLine(): string | undefined {
      const place = name === file ? `line ${index + 1}` : `${file}:${index + 1}`
      if (secrets.has(name) && hash === '' && value !== '') return `is a secret, and ${place} gives it a value`
      const shape = describeSecret(line)
      if (shape !== undefined) return `${place} ${shape}`
      return isSecretName(name) && isRandom(value) ? `${place} holds what looks like a secret` : undefined
    }
  })
}
