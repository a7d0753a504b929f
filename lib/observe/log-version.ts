import { kitSettings } from '../config/kit.ts'

let released: string | undefined

/** Says which version this process is a release of, where `VERSION` does not. Before the first line is logged. */
export function setReleasedVersion(version: string): void {
  released = version
}

/** The version that every log line carries: `VERSION`, or that of the release. */
export const logVersion = (): string | undefined => kitSettings().VERSION ?? released
