import { ConfigError } from '../config/config-error.ts'
import { openSession } from './cloud-foundry-session.ts'
import { type Run, StepFailed } from './step.ts'

export interface RollBackWish {
  applications: readonly string[]
  environment: string
  /** The revision to go back to; undefined for what there was before. */
  revision: number | undefined
  env: NodeJS.ProcessEnv
  home: string
}

/** One row of what `cf revisions` prints. */
interface Revision {
  number: number
  description: string
  deployable: boolean
  deployed: boolean
}

/**
 * Goes back: a deployment that is under way is cancelled; else an application gets the revision before the one that it
 * has, by a rolling deployment.
 *
 * @throws ConfigError where it cannot be said which revision that is
 */
export async function rollBackCloudFoundry(wish: RollBackWish, run: Run): Promise<void> {
  const session = await openSession(wish, run)
  for (const application of wish.applications) {
    if (wish.revision === undefined && (await cancel(application, session, run))) continue
    const revision = wish.revision ?? (await findPrevious(application, session, run))
    // -f does not ask: whoever calls this has decided, and a pipeline cannot answer.
    const args = ['rollback', application, '--version', String(revision), '-f']
    await run({ program: 'cf', args, env: session })
  }
}

/** Whether there was a deployment to be cancelled. */
async function cancel(application: string, session: Record<string, string>, run: Run): Promise<boolean> {
  try {
    const output = await run({ program: 'cf', args: ['cancel-deployment', application], env: session, looks: 'aloud' })
    return output !== undefined
  } catch (error) {
    if (error instanceof StepFailed && /no active deployment/i.test(error.output)) return false
    throw error
  }
}

/** Where nothing is run, a word in place of the number. */
async function findPrevious(
  application: string,
  session: Record<string, string>,
  run: Run,
): Promise<number | '<the one before>'> {
  const output = await run({ program: 'cf', args: ['revisions', application], env: session, looks: 'quiet' })
  if (output === undefined) return '<the one before>'
  const revisions = readRevisions(output)
  const deployed = revisions.find((revision) => revision.deployed)
  const refuse = (why: string): ConfigError =>
    new ConfigError([{ variable: '--rollback', message: `say which revision: ${why}\n${output.trim()}` }])
  if (deployed === undefined) throw refuse(`${application} has none that is deployed.`)
  // The one before it is what somebody has already gone back from.
  if (/^rolled back\b/i.test(deployed.description))
    throw refuse(`what ${application} has now is itself one that somebody went back to.`)
  const [previous] = revisions
    .filter(({ number, deployable }) => deployable && number < deployed.number)
    .sort((one, other) => other.number - one.number)
  if (previous === undefined) throw refuse(`${application} has none before ${deployed.number} that can be deployed.`)
  return previous.number
}

/**
 * Reads the table that `cf revisions` prints: `3(deployed)   New droplet deployed.   true   <guid>   <time>`.
 *
 * @example
 * readRevisions('revision     description              deployable   revision guid   created at\n2(deployed)  New droplet deployed.    true         6f…             2026-11-25T12:00:00Z')
 */
export function readRevisions(output: string): Revision[] {
  return output.split('\n').flatMap((line) => {
    const [, number, deployed, description = '', deployable] =
      /^ *(\d+)(\(deployed\))? {2,}(\S.*?) {2,}(true|false)\b/.exec(line) ?? []
    return number === undefined
      ? []
      : [
          {
            number: Number(number),
            description,
            deployable: deployable === 'true',
            deployed: deployed !== undefined,
          },
        ]
  })
}
