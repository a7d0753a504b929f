import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findForbiddenImports } from '../../../lib/contract/dependencies.ts'
import { createProject } from '../../fakes/project.ts'

test('a journey knows nothing but clients and what runs it', (context) => {
  const { root, ...project } = createProject(context, {
    'journeys/outside.ts': `import assert from 'node:assert/strict'
import { journey } from 'twelvefold/smoke'
import { shop } from '#clients/shop'
import { prices } from './prices.ts'
`,
    'journeys/inside.ts': `import { collection } from 'twelvefold'
import { serve } from 'twelvefold/hosts/process'
import { items } from '../functions/shop/items.ts'
import { getItem } from '#contracts/shop'
`,
  })

  const faults = findForbiddenImports({ root, ...project })

  assert.deepEqual(
    faults.map(({ file, line, message }) => `${file.slice(root.length)}:${line} ${message}`),
    [
      '/journeys/inside.ts:1 This journey imports twelvefold.',
      '/journeys/inside.ts:2 This journey imports twelvefold/hosts/process.',
      '/journeys/inside.ts:3 This journey imports ../functions/shop/items.ts.',
      '/journeys/inside.ts:4 This journey imports #contracts/shop.',
    ],
  )
})
