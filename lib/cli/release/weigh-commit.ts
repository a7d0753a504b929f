import { CommitParser } from 'conventional-commits-parser'
import type { Bump } from '../../contract/diff/version.ts'
import type { Commit } from './read-commits.ts'

export type Kind = 'breaking' | 'feature' | 'fix' | 'other'

/** What a commit tells users, and the rise of the version that it asks for. */
export interface WeighedCommit extends Commit {
  kind: Kind
  bump: Bump
  /** Its first line, without the type. */
  subject: string
  /** What breaks, where its footers say more than its first line. */
  notes: string[]
  /** The commit that it takes back. */
  reverts?: string
}

/** The types of Conventional Commits that tell users nothing themselves; whatever else stands before a colon is a part of the sentence. */
const types = 'feat|fix|perf|refactor|docs|test|build|ci|chore|style|revert'

const parser = new CommitParser({
  headerPattern: new RegExp(`^(${types})(?:\\(([^()]+)\\))?!?: +(.*)$`, 'i'),
  headerCorrespondence: ['type', 'scope', 'subject'],
  noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
  // As Conventional Commits has it, in capitals and with a colon: "Breaking changes are told" breaks nothing.
  notesPattern: (keywords) => new RegExp(`^(${keywords}): +(.*)$`),
  revertPattern: /(?:^|\n)This reverts commit ([0-9a-f]{7,64})/,
  revertCorrespondence: ['hash'],
})

/** Any word may be marked as breaking, also what is none of the types: `catalog!: …`. */
const mark = /^([\w./-]+(?:\([^()]+\))?)!: /

const bumps: Record<Kind, Bump> = { breaking: 'major', feature: 'minor', fix: 'patch', other: 'patch' }

/**
 * Reads what a commit says of itself: by Conventional Commits 1.0 where it follows them (`feat: …`, `fix(orders): …`,
 * `feat!: …`, `BREAKING CHANGE: …`), and else as a sentence, which asks for a patch.
 *
 * @example
 * weighCommit({ hash, short, parents: [before], message: 'feat(orders): cancel an order' }).bump // 'minor'
 * weighCommit({ hash, short, parents: [before], message: 'catalog: page by cursor' }).bump // 'patch'
 */
export function weighCommit(commit: Commit): WeighedCommit {
  const message = commit.message || 'A commit without a message'
  const header = message.split('\n', 1)[0] ?? ''
  const { type, scope, subject, notes, revert } = parser.parse(message)
  const said = type && subject ? [scope, subject].filter(Boolean).join(': ') : header.replace(mark, '$1: ')
  const kind = notes.length > 0 || mark.test(header) ? 'breaking' : kindOf(type?.toLowerCase(), said)
  const texts = notes.map(({ text }) => withoutTrailers(text)).filter((text) => text !== '' && text !== subject)
  return {
    ...commit,
    kind,
    bump: bumps[kind],
    subject: said,
    notes: texts,
    ...(revert?.hash ? { reverts: revert.hash } : {}),
  }
}

function kindOf(type: string | null | undefined, subject: string): Kind {
  if (type === 'feat') return 'feature'
  return type === 'fix' || (!type && /^(?:[\w./-]+: )?fix(?:es|ed)?\b/i.test(subject)) ? 'fix' : 'other'
}

/** A note goes on to the end of the message, but other footers are not of it (`Co-authored-by: …`). */
const withoutTrailers = (text: string): string =>
  text
    .split(/\n(?=[A-Za-z][\w-]*(?:: | #))/, 1)
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
