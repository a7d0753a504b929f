import { toSubject, toVersions } from '../../contract/diff/describe-change.ts'
import type { Change, ServiceDiff } from '../../contract/diff/diff-service.ts'
import { toMarkdown } from './to-markdown.ts'
import type { Kind, WeighedCommit } from './weigh-commit.ts'

/** What a release brings. */
export interface Contents {
  version: string
  /** The day of the release, as `2026-11-25`. */
  date: string
  commits: readonly WeighedCommit[]
  /** What has become of the contracts since the last release; undefined where there was none. */
  contracts: readonly ServiceDiff[] | undefined
  /** Of a first release: what it begins with, `catalog 1.0.0: 12 operations`. */
  services?: readonly string[]
}

/** A first release has every commit that there is: more of them than this are counted, and not listed. */
const mostAtFirst = 30

/** Prints the section of a release for `CHANGELOG.md`: what breaks first, without names of people and their addresses. */
export function printSection({ version, date, commits, contracts, services = [] }: Contents): string {
  const isFirst = contracts === undefined
  const isLong = isFirst && commits.length > mostAtFirst
  const listed = (kind: Kind): string[] => (isLong ? [] : commits.filter((one) => one.kind === kind).map(tellCommit))
  const groups: [title: string, lines: string[]][] = [
    ['Breaking', [...(contracts ?? []).flatMap(tellBreaks), ...listed('breaking')]],
    [
      'Contracts',
      [...services.map((service) => `- ${toMarkdown(service)}`), ...(contracts ?? []).flatMap(tellService)],
    ],
    ['Features', listed('feature')],
    ['Fixes', listed('fix')],
    ['Other changes', listed('other')],
  ]
  const sections = groups.flatMap(([title, lines]) => (lines.length > 0 ? [`### ${title}`, lines.join('\n')] : []))
  const about = isLong ? [`The first release, of ${commits.length} commits.`] : isFirst ? ['The first release.'] : []
  return `${[`## ${version} (${date})`, ...about, ...sections].join('\n\n')}\n`
}

function tellCommit({ subject, notes, short }: WeighedCommit): string {
  const note = notes.length === 0 ? '' : `: ${notes.map(toMarkdown).join(' ')}`
  return `- ${toMarkdown(subject)} (${short})${note}`
}

const tellBreaks = ({ service, changes }: ServiceDiff): string[] =>
  changes.filter(({ level }) => level === 'breaking').map((change) => `- ${toMarkdown(`${service}: ${tell(change)}`)}`)

function tellService(diff: ServiceDiff): string[] {
  if (diff.changes.length === 0) return []
  const added = diff.changes
    .filter(({ level }) => level === 'additive')
    .map((change) => `  - ${toMarkdown(tell(change))}`)
  const breaks = diff.changes.filter(({ level }) => level === 'breaking').length
  const described = diff.changes.filter(({ level }) => level === 'documentation').length
  return [
    `- ${diff.service} ${toVersions(diff)}`,
    ...(breaks > 0 ? [`  - ${count(breaks, 'breaking change')}, above`] : []),
    ...added,
    ...(described > 0 ? [`  - ${count(described, 'change')} of documentation`] : []),
  ]
}

const tell = (change: Change): string => [toSubject(change), change.message].filter(Boolean).join(': ')

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`
