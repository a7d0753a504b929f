import assert from 'node:assert/strict'
import type { OpenApiDocument } from '../contract/document.ts'
import { checkHeaders, checkProblem, describeKind } from './check-answer.ts'
import { compareContracts } from './compare-contract.ts'
import { type OperationGround, tryOperations } from './contract-journey.ts'
import { type Recorder, Skipped } from './recorder.ts'

export interface ServiceGround extends OperationGround {
  /** Is told which release the service is of. */
  seen: (release: string) => void
}

/**
 * What every service of the kit answers without its contract saying so, then its contract: health, version, the published
 * contract against ours, the problems of what is not there, and each operation.
 */
export async function tryService(ground: ServiceGround, recorder: Recorder): Promise<void> {
  const { wire, contract, seen } = ground
  const root = `/${contract.service}/-`
  const get = (path: string) => wire.send({ method: 'GET', target: `${root}/${path}` })

  const outcome = await recorder.check('says its version', async ({ note }) => {
    const { status, body } = await get('version')
    assert.ok(status !== 404, `it is not there: --service names what a deployment has`)
    assert.ok(status === 200, `it answered ${status}`)
    assert.ok(isRecord(body), 'it answered something else than its version')
    const { service, version, commit } = body
    assert.ok(service === contract.service, `the service ${String(service)} answered`)
    const release = `${String(version)} ${String(commit).slice(0, 8)}`
    seen(release)
    note(release)
  })
  // Whoever cannot answer that answers nothing else, or somebody else answers: one failure says so.
  if (outcome === 'failed') return recorder.skip('its operations', 'the service is not there')
  await recorder.check('is healthy', async () => {
    const answer = await get('health')
    assert.ok(answer.status === 200, `it answered ${describeKind(answer)}`)
    checkHeaders(answer)
  })
  await recorder.check('has the contract of this project', async ({ warn }) => {
    const answer = await get('openapi.json')
    if (answer.status === 404) throw new Skipped('it publishes no contracts')
    assert.ok(answer.status === 200, `it answered ${describeKind(answer)}`)
    const difference = compareContracts(contract.document, answer.body as OpenApiDocument)
    if (difference !== undefined) warn(`its contract is another one: ${difference}`)
  })
  await recorder.check('404 is a problem', async () => {
    const answer = await get('nowhere')
    checkProblem(answer, 404)
    checkHeaders(answer)
  })
  // No operation of a contract can have this path, so that a verb which changes something changes nothing.
  await recorder.check('405 is a problem, and names the verbs', async () => {
    const answer = await wire.send({ method: 'DELETE', target: `${root}/version` })
    checkProblem(answer, 405)
    const allowed = (answer.headers.allow ?? '').split(/\s*,\s*/)
    for (const method of ['GET', 'HEAD', 'OPTIONS']) assert.ok(allowed.includes(method), `Allow lacks ${method}`)
  })
  await tryOperations(ground, recorder)
}

const isRecord = (body: unknown): body is Record<string, unknown> =>
  typeof body === 'object' && body !== null && !(body instanceof Uint8Array)
