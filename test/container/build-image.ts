import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeBuildBase, makeRunBase } from './base-folders.ts'

/** What an image says of how it is run. */
export interface ImageConfig {
  User: string
  WorkingDir: string
  Env: string[]
  Entrypoint: string[]
  Cmd: string[]
  ExposedPorts: Record<string, object>
  Labels: Record<string, string>
  StopSignal: string
}

export interface Image {
  config: ImageConfig
  /** Its files, as a folder. */
  root: string
}

/**
 * Builds the image of a project with buildah, for which no engine has to run. Its base images are made here, so that no
 * registry of images is needed; npm's is.
 *
 * @param folder where images are kept; whoever removes it unmounts first: `close`
 */
export function buildImage(
  project: string,
  folder: string,
  args: Readonly<Record<string, string>>,
): Image & { close: () => void } {
  const policy = join(folder, 'policy.json')
  writeFileSync(policy, '{ "default": [{ "type": "insecureAcceptAnything" }] }')
  const storage = ['--root', join(folder, 'images'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs']
  const buildah = (...words: string[]): string =>
    execFileSync('buildah', [...storage, ...words], { encoding: 'utf8', cwd: project, maxBuffer: 2 ** 26 }).trim()
  const importBase = (name: string, make: (target: string) => void, env: readonly string[]): string => {
    const base = join(folder, name)
    make(base)
    const container = buildah('from', 'scratch')
    buildah('add', '--quiet', container, base, '/')
    buildah('config', ...env.flatMap((variable) => ['--env', variable]), container)
    buildah('commit', '--signature-policy', policy, '--rm', container, `localhost/${name}`)
    return `localhost/${name}`
  }
  // A proxy on the way to npm may have a certificate that only this machine knows.
  const { NODE_EXTRA_CA_CERTS: authorities } = process.env
  const given = {
    BUILD_IMAGE: importBase('build-base', makeBuildBase, authorities ? [`NODE_EXTRA_CA_CERTS=${authorities}`] : []),
    RUN_IMAGE: importBase('run-base', makeRunBase, []),
    ...args,
  }
  const image = 'localhost/twelvefold'
  const words = Object.entries(given).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
  const how = ['--isolation', 'chroot', '--pull-never', '--signature-policy', policy]
  buildah('build', ...how, '--file', 'Containerfile', ...words, '--tag', image, '.')
  const { OCIv1 } = JSON.parse(buildah('inspect', '--type', 'image', image)) as { OCIv1: { config: ImageConfig } }
  const container = buildah('from', '--pull-never', '--signature-policy', policy, image)
  return { config: OCIv1.config, root: buildah('mount', container), close: () => buildah('rm', container) }
}
