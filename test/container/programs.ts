import { spawnSync } from 'node:child_process'

const missing = ['buildah', 'runc', 'ldd'].filter((name) => spawnSync(name, ['--version']).error !== undefined)

/** Why an image can be neither built nor run; undefined where it can. */
export const skip: string | undefined =
  process.platform !== 'linux'
    ? 'containers are for Linux'
    : process.getuid?.() !== 0
      ? 'this takes root'
      : missing.length > 0
        ? `not installed: ${missing.join(', ')} (apt-get install buildah runc)`
        : undefined
