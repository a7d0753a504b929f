import { sumOf } from '../../fakes/exposition.ts'

/** What a server has answered up to a moment, as its own metrics count it. */
export interface AnswerCount {
  at: number
  answered: number
  refused: number
}

const metric = 'twelvefold_requests_total'

/** @param operation what is asked for; probes and the metrics themselves are not counted */
export async function countAnswers(port: number, operation: string): Promise<AnswerCount> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: 'close' } })
  const text = await response.text()
  const count = (status: string): number => sumOf(text, metric, { operation, status }) ?? 0
  return { at: performance.now(), answered: count('200'), refused: count('503') }
}
