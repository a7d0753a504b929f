import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { test } from 'node:test'
import { openSqljs } from '../../lib/store/sqljs/driver.ts'
import { createDisk, noSpace } from './disk.ts'
import { createFolder, itemsIn, within } from './items.ts'

process.env.LOG_LEVEL = 'silent'

/** Numbers from 0 to 1 that look random and are the same in every run. */
function createChance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const rounds = 6
const writesInRound = 400
const keys = 40

for (const seed of [1, 2, 3]) {
  test(`of random writes, of which the disk refuses some among many snapshots, a store has what was acknowledged, seed ${seed}`, async (context) => {
    const chance = createChance(seed)
    let folder = createFolder(context)
    /** Key → the text that was acknowledged last. */
    const acknowledged = new Map<string, string>()
    let snapshots = 0
    let refused = 0

    for (let round = 0; round < rounds; round++) {
      const disk = createDisk()
      const driver = await openSqljs(folder, { openFile: disk.openFile, snapshotAfter: 8_000 })
      const items = itemsIn(driver)
      disk.beforeAppend = (file) => {
        if (file.endsWith('.part')) snapshots++
        if (chance() < 0.1) throw noSpace()
      }
      const write = async (key: string): Promise<void> => {
        for (let at = 0; at < writesInRound / keys; at++) {
          const text = `${round}.${at}`
          const removes = acknowledged.has(key) && chance() < 0.2
          try {
            if (removes) await items.remove(key)
            else if (acknowledged.has(key)) await items.update(key, (before) => ({ ...before, text }))
            else await items.insert({ id: key, kind: 'a', text })
          } catch {
            refused++
            continue
          }
          if (removes) acknowledged.delete(key)
          else acknowledged.set(key, text)
        }
      }
      await Promise.all(Array.from({ length: keys }, (_, at) => write(`k${at}`)))

      // As a crash leaves it, perhaps in the middle of a snapshot.
      const crashed = createFolder(context)
      cpSync(folder, crashed, { recursive: true, filter: (file) => !file.endsWith('.sock') })
      await driver.close()
      if (chance() < 0.5) folder = crashed
      await within(folder, async (again) => {
        const { items: found } = await again.query('byKind', { equals: { kind: 'a' }, limit: keys })
        const texts = found.map(({ id, text }) => [id, text] as const)
        assert.deepEqual(Object.fromEntries(texts), Object.fromEntries(acknowledged))
      })
    }

    assert.ok(snapshots > 5 && refused > 5, `${snapshots} snapshots, ${refused} refused`)
  })
}
