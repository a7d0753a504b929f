import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build } from 'esbuild'
import { bundleOptions } from '../../../lib/build/bundle.ts'
import { openProject } from '../../../lib/contract/project.ts'

test('the process host loads prom-client only when metrics are asked for', async () => {
  const project = openProject()
  const { metafile } = await build({
    ...bundleOptions(project),
    stdin: { contents: "import 'twelvefold/hosts/process'", resolveDir: project.root, sourcefile: 'entry.js' },
    outdir: project.dist,
    metafile: true,
    write: false,
  })
  const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith('entry.js')) ?? [
    '',
  ]
  const atOnce = new Set([entry])
  for (const path of atOnce)
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement') atOnce.add(next)

  const has = (paths: Iterable<string>): boolean =>
    [...paths].some((path) =>
      Object.keys(metafile.outputs[path]?.inputs ?? {}).some((name) => /prom-client/.test(name)),
    )

  assert.equal(has(atOnce), false)
  assert.equal(has(Object.keys(metafile.outputs)), true)
})
