import { execFileSync } from 'node:child_process'

/** Git in a folder, as somebody who has no configuration. */
export type Git = (...args: string[]) => string

/** Makes a folder a checkout of git, with one commit that has everything in it. */
export function initCheckout(root: string): Git {
  const who = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada' }
  const git: Git = (...args) =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ...who },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '--allow-empty', '-m', 'Begin')
  return git
}
