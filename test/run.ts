/**
 * Runs Node's test runner with its own arguments, and lets all processes of the run share what one of them has compiled:
 * to strip and compile the same modules takes a third of what a short process does. Node knows compiled code by a
 * checksum of its source; and each run begins with none, so that it neither depends on an earlier one nor leaves
 * anything behind.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const compiled = mkdtempSync(join(tmpdir(), 'twelvefold-compiled-'))
const child = spawn(process.execPath, ['--test', ...process.argv.slice(2)], {
  env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
child.on('close', (code) => {
  rmSync(compiled, { recursive: true, force: true, maxRetries: 3 })
  process.exitCode = code ?? 1
})
