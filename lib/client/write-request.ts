import { problem } from '../problem/problem.ts'
import type { OperationDescriptor } from './descriptor.ts'
import { type RequestParts, type WrittenRequest, writeParts } from './write-parts.ts'

/**
 * Writes a request to another service as its contract says.
 *
 * @throws Problem `bad-request` where a part of the path is empty or dots only: it would name another resource
 */
export const writeRequest = (operation: OperationDescriptor, parts: RequestParts): WrittenRequest =>
  writeParts(operation, parts, (parameter, text) =>
    problem('bad-request', `${JSON.stringify(text)} cannot be the path parameter ${parameter} of another service.`),
  )
