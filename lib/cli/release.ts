import { styleText } from 'node:util'
import { Command, InvalidArgumentError, Option } from 'commander'
import { openProject } from '../contract/project.ts'
import { notPossible } from './release/git.ts'
import type { Released, ReleaseWish } from './release/make-release.ts'
import type { Plan } from './release/plan-release.ts'

/** Exit code: there is nothing since the last release. */
const nothingNew = 3

const help = `
The version rises by the larger of what the commits ask for and what has changed in the contracts. A commit asks for a
patch, with "feat: …" for a minor, with "feat!: …" or a footer "BREAKING CHANGE: …" for a major version; before 1.0.0
what breaks asks for a minor one.

Exit codes:
  0    released, or, with --dry-run, it would be
  1    refused: a contract breaks its clients and nothing says so, or the version is too low for what has changed
  2    not possible here: the repository, or the command, does not allow it; nothing is changed
  3    there is nothing new since the last release; 0 with --if-new

Examples:
  npm run release -- --dry-run
  npm run release && git push --atomic --follow-tags
  npm run release -- --pre rc
  npm run release -- --if-new && npm run release:push`

interface Options extends ReleaseWish {
  ifNew?: true
  undo?: true
}

/** `twelvefold release`: the next version, in package.json, a changelog and a tag, by one commit. */
export const release: Command = new Command('release')
  .summary('raise the version, write the changelog and set the tag, in one commit')
  .description(
    'raise the version by the commits and the contracts since the last release, write CHANGELOG.md, ' +
      'and commit and tag it; nothing is pushed',
  )
  .option('--dry-run', 'say what would be done, and do nothing')
  .addOption(new Option('--version <version>', 'this version').argParser(readVersion).conflicts(['bump', 'pre']))
  .addOption(new Option('--bump <part>', 'raise this part of the version').choices(['major', 'minor', 'patch']))
  .option('--pre <word>', 'make a prerelease, as 1.4.0-rc.1', readWord)
  .option('--if-new', 'end with 0, and not with 3, where there is nothing new: for a pipeline')
  .option('--branch <name>', 'release from this branch (default: the main branch)')
  .addOption(
    new Option('--undo', 'take back the release that HEAD is, as long as it is not pushed').conflicts([
      ...['version', 'bump', 'pre', 'branch', 'dryRun', 'ifNew'],
    ]),
  )
  .addHelpText('after', help)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : notPossible))
  .action(async ({ undo, ifNew, ...wish }: Options) => {
    const project = openProject()
    // Nobody may read on (| head): what is begun is done all the same, and in whole.
    process.stdout.on('error', () => undefined)
    if (undo) {
      const { openGit } = await import('./release/git.ts')
      const { undoRelease } = await import('./release/undo-release.ts')
      console.log(`${await undoRelease(await openGit(project.root))} is taken back: its tag and its commit are gone.`)
      return
    }
    const { makeRelease } = await import('./release/make-release.ts')
    const released = await makeRelease(project, wish, new Date().toISOString().slice(0, 10), tellPlan)
    if (released === undefined) {
      console.log('There is nothing to release: no commit since the last release.')
      if (!ifNew) process.exitCode = nothingNew
    } else tellDone(released)
  })

function tellPlan({ last, version, asked, contracts, section }: Plan): void {
  const bold = (said: string): string => styleText('bold', said, { stream: process.stdout })
  if (last === undefined || contracts === undefined) console.log(bold(`${version}, the first release`))
  else {
    const changed = contracts.services.filter(({ changes }) => changes.length > 0)
    const told = changed.map(({ service, bump }) => `${service} ${bump}`).join(', ')
    console.log(bold(`${last.version} → ${version}`))
    console.log(`  commits    ${asked.commits.padEnd(6)} ${asked.count} since ${last.name}`)
    console.log(`  contracts  ${asked.contracts.padEnd(6)} ${told || 'as they were'}`)
    if (version.startsWith('0.') && [asked.commits, asked.contracts].includes('major'))
      console.log('  Before 1.0.0 what breaks raises the second number; --bump major ends that.')
  }
  console.log(`\n${section}`)
}

function tellDone({ tag, commit, branch, files }: Released): void {
  if (commit === undefined) {
    console.log(`This was a dry run: nothing is changed. It would write ${files.join(', ')}, and tag them ${tag}.`)
    return
  }
  console.log(`Written, committed and tagged: ${files.join(', ')} in ${commit.slice(0, 7)}, ${tag}`)
  // Without --atomic the tag is pushed also where the branch is refused. On no branch the tag goes alone.
  console.log(`Publish it:   ${branch === undefined ? `git push origin ${tag}` : 'git push --atomic --follow-tags'}`)
  console.log('Take it back: npx twelvefold release --undo (as long as it is not pushed)')
}

function readVersion(version: string): string {
  if (/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-(?!0\d)[0-9A-Za-z-]+(\.(?!0\d)[0-9A-Za-z-]+)*)?$/.test(version)) return version
  throw new InvalidArgumentError('A version is like 1.4.0 or 1.5.0-rc.1 (semver.org).')
}

function readWord(word: string): string {
  if (/^[A-Za-z][0-9A-Za-z-]*$/.test(word)) return word
  throw new InvalidArgumentError('A prerelease is called by one word, as rc or beta.')
}
