import { relative } from 'node:path'
import { styleText } from 'node:util'
import { toAdvice, toPlace, toSubject, toVersions } from '../../contract/diff/describe-change.ts'
import type { Level } from '../../contract/diff/rules.ts'
import { largest } from '../../contract/diff/version.ts'
import type { ProjectDiff } from './compare-project.ts'
import { plain } from './plain.ts'

type Print = (diff: ProjectDiff, root: string) => string

const levels: readonly Level[] = ['breaking', 'additive', 'documentation']

const colours = { breaking: 'red', additive: 'green', documentation: 'dim' } as const

/** The rise of the version that all services together ask for. */
const bumpOf = ({ services }: ProjectDiff) => largest(services.map(({ bump }) => bump))

function count({ services }: ProjectDiff): string {
  const changes = services.flatMap((service) => service.changes)
  const numbers = levels.map((level) => `${changes.filter((change) => change.level === level).length} ${level}`)
  return changes.length === 0 ? 'no changes' : numbers.filter((text) => !text.startsWith('0 ')).join(', ')
}

const text: Print = (diff, root) => {
  const paint = (style: Parameters<typeof styleText>[0], said: string): string =>
    styleText(style, plain(said), { stream: process.stdout })
  const lines: string[] = []
  for (const service of diff.services) {
    if (service.changes.length === 0) continue
    lines.push(`${paint('bold', service.service)} ${plain(toVersions(service))}: asks for ${service.bump}`)
    for (const change of service.changes) {
      const subject = toSubject(change)
      const head = `  ${paint(colours[change.level], change.level.padEnd(13))} `
      lines.push(`${head}${plain([subject, change.message].filter(Boolean).join(': '))}`)
      lines.push(paint('dim', `${' '.repeat(16)}${[change.rule, toPlace(change, root)].filter(Boolean).join('  ')}`))
    }
    lines.push('')
  }
  lines.push(`Compared with ${plain(diff.source)}: ${count(diff)}; the version bump is ${bumpOf(diff)}`)
  for (const service of diff.services) if (service.unannounced) lines.push(paint('red', toAdvice(service)))
  return lines.join('\n')
}

const json: Print = (diff, root) => {
  const services = diff.services.map(({ service, before, after, bump, unannounced, changes }) => ({
    service,
    version: { before: before ?? null, after: after ?? null },
    bump,
    passed: !unannounced,
    changes: changes.map(({ place, ...change }) => ({
      ...change,
      ...(place === undefined ? {} : { file: relative(root, place.file), line: place.line, pointer: place.pointer }),
    })),
  }))
  const passed = services.every((service) => service.passed)
  return JSON.stringify({ source: diff.source, bump: bumpOf(diff), passed, services }, null, 2)
}

const markdown: Print = (diff, root) => {
  const lines = [
    '## Changes of the contracts',
    '',
    `Compared with ${code(diff.source)}: ${count(diff)}. Version bump: **${bumpOf(diff)}**.`,
  ]
  for (const service of diff.services) {
    if (service.changes.length === 0) continue
    lines.push('', `### ${escapeText(`${service.service} ${toVersions(service)}: ${service.bump}`)}`, '')
    if (service.unannounced) lines.push(`> ${escapeText(toAdvice(service))}`, '')
    lines.push('| change | what | where |', '| --- | --- | --- |')
    for (const change of service.changes) {
      const what = [toSubject(change), change.message].filter(Boolean).join(': ')
      const level = change.level === 'breaking' ? '**breaking**' : change.level
      lines.push(
        `| ${level} | ${escapeText(what)} | ${[code(change.rule), escapeText(toPlace(change, root))].join(' ')} |`,
      )
    }
  }
  return lines.join('\n')
}

const code = (said: string): string => `\`${plain(said).replaceAll('`', '')}\``

/** So that no word of a contract is taken for Markdown or HTML. */
const escapeText = (said: string): string => plain(said).replace(/[\\`|*_~<>[\]&]/g, (sign) => `\\${sign}`)

export const formats: Record<'text' | 'json' | 'markdown', Print> = { text, json, markdown }
