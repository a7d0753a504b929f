import { relative } from 'node:path'

/** Something wrong with a contract, or between a contract and its handlers. */
export interface ContractFault {
  /** Absolute path. */
  file: string
  /** From 1; left out where the whole file is meant. */
  line?: number
  column?: number
  /** The operationId, where the fault belongs to one operation. */
  operation?: string
  /** What is wrong, in one sentence. */
  message: string
  /** What to do about it, in one sentence. */
  advice?: string
}

/** Thrown when contracts cannot be compiled; carries every fault found. */
export class ContractError extends Error {
  readonly faults: readonly ContractFault[]

  constructor(faults: readonly ContractFault[], root: string = process.cwd()) {
    super(faults.map((fault) => formatFault(fault, root)).join('\n'))
    this.name = 'ContractError'
    this.faults = faults
  }
}

/** One fault as editors and terminals understand it: `file:line:column (operation) message`, then the advice. */
export function formatFault(fault: ContractFault, root: string = process.cwd()): string {
  const place = [relative(root, fault.file) || fault.file, fault.line, fault.column].filter(
    (part) => part !== undefined,
  )
  const operation = fault.operation ? ` (${fault.operation})` : ''
  const advice = fault.advice ? `\n    ${fault.advice}` : ''
  return `${place.join(':')}${operation} ${fault.message}${advice}`
}
