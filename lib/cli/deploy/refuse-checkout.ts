import type { Checkout } from '../../deploy/read-checkout.ts'
import { usageError } from '../exit-codes.ts'
import { CommandError } from '../failure.ts'

/** How many of the changed files are named. */
const named = 5

/**
 * Refuses to bring to production what nobody could find again: files that were not committed, a commit that is no
 * release.
 *
 * @throws CommandError that names the option which allows it
 */
export function refuseCheckout(
  { tag, changed }: Checkout,
  environment: string,
  allowed: { allowDirty?: true; allowUntagged?: true },
): void {
  if (changed.length > 0 && !allowed.allowDirty) {
    const more = changed.length > named ? `, and ${changed.length - named} more` : ''
    throw new CommandError(
      `${environment} gets what was committed, and these files were not: ${changed.slice(0, named).join(', ')}${more}. --allow-dirty deploys them all the same.`,
      usageError,
    )
  }
  if (tag === undefined && !allowed.allowUntagged)
    throw new CommandError(
      `${environment} gets releases, and this commit has no tag of a version, such as v1.4.0: make one with "npm run release", or fetch them with "git fetch --tags". --allow-untagged deploys it all the same.`,
      usageError,
    )
}
