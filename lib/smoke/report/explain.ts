import { describeExchange } from '../describe-exchange.ts'
import type { StepResult } from '../result.ts'

/** Why a step has failed, in lines: what is wrong, the request, the answer, and how to send it again. */
export function explain({ failure }: StepResult): string[] {
  if (failure === undefined) return []
  const message = failure.message.split('\n').filter((line) => line.trim() !== '')
  return [...message, ...(failure.exchange === undefined ? [] : describeExchange(failure.exchange))]
}

/** The name of a step, and what was seen. */
export const titleOf = ({ name, note }: StepResult): string => (note === undefined ? name : `${name}: ${note}`)
