import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Manifest } from '../../../lib/cloud-foundry/manifest.ts'
import { findPlaceholderValues } from '../../../lib/deploy/placeholder-values.ts'
import { createProject } from '../../fakes/project.ts'

const manifest = {
  applications: [
    {
      name: 'shop',
      routes: [{ route: '((host))' }],
      env: { ENV: '((env))', VERSION: '((version))', METRICS_TOKEN: '((metrics_token))', AUTH_ISSUER: '((url))/auth' },
    },
  ],
} as unknown as Manifest
const known = { env: 'staging', version: '1.4.0' }

test('a value comes from CF_VAR_<NAME>, or from the variable that the manifest sets to it', () => {
  const env = { CF_VAR_HOST: 'shop.example.com', CF_VAR_URL: 'https://shop.example.com', METRICS_TOKEN: 'long' }

  assert.deepEqual(findPlaceholderValues({ manifest, known, varsFile: undefined, env }), {
    values: { host: 'shop.example.com', url: 'https://shop.example.com', metrics_token: 'long' },
    sources: { host: 'CF_VAR_HOST', url: 'CF_VAR_URL', metrics_token: 'METRICS_TOKEN' },
  })
})

test('HOST and URL of the machine are none: the manifest has them in no variable of that name', () => {
  const env = { HOST: 'build-7', URL: 'https://ci.example.com', METRICS_TOKEN: 'long' }

  assert.throws(() => findPlaceholderValues({ manifest, known, varsFile: undefined, env }), {
    exitCode: 78,
    message: /^CF_VAR_HOST: is required: manifest\.yml has \(\(host\)\).*\nCF_VAR_URL: /,
  })
})

test('what the vars file says is left to it', (context) => {
  const { root } = createProject(context, {
    'staging.yml': 'host: a.example.com\nurl: https://a.example.com\nproxies: 1\n',
  })
  const varsFile = join(root, 'staging.yml')
  const env = { METRICS_TOKEN: 'long', CF_VAR_HOST: 'b.example.com' }

  const { values } = findPlaceholderValues({ manifest, known, varsFile, env })

  assert.deepEqual(values, { metrics_token: 'long' })
})

test('a vars file that is missing or says nothing is named', (context) => {
  const { root } = createProject(context, { 'empty.yml': '', 'broken.yml': 'host: [' })
  const find = (name: string) => () => findPlaceholderValues({ manifest, known, varsFile: join(root, name), env: {} })

  assert.throws(find('gone.yml'), /gone\.yml: there is no such vars file/)
  assert.throws(find('empty.yml'), /empty\.yml: has no values/)
  assert.throws(find('broken.yml'), /broken\.yml: is no YAML/)
})
