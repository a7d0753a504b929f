import { jobContext } from 'twelvefold'
import { finishErasures } from './erasure.ts'

/** Finishes the erasures that have begun, and says how many; what still cannot be reached is left for the next time. */
export const recover = (): Promise<number> => finishErasures(jobContext('finishErasures'))
