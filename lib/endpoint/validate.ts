import { problem } from '../problem/problem.ts'
import { type EndpointEvent, type Middleware, refuseUnknownOptions } from './exchange.ts'
import { toFaults } from './faults.ts'
import type { Fault, Operation, Place, RequestContent, Validator } from './operation.ts'
import { findContent, parseFaults } from './parse.ts'
import type { EndpointRequest } from './request.ts'

/** How many faults one problem lists; a client that sends more is not helped by them. */
const mostFaults = 100

/**
 * Checks what `parse` has read against the contract's schemas and fills in defaults. A path that cannot name anything
 * is 404; everything else is one 400 that lists all faults of all places.
 */
export function validate(options: { operation: Operation }): Required<Pick<Middleware, 'before'>> {
  refuseUnknownOptions('validate', options, ['operation'])
  const { operation } = options
  const { path, query, header, cookie } = operation.validators
  const hasBody = Object.values(operation.body?.content ?? {}).some((content) => content.validator !== undefined)
  return {
    before({ event }) {
      const { input } = event
      if (input === undefined) throw new Error('validate needs requestContext and parse before it')
      if (path !== undefined && !path(input.path)) refusePath(path, input)
      const faults = parseFaults.get(event) ?? []
      if (query !== undefined && !query(input.query)) collect('query', query, input.query, faults)
      if (header !== undefined && !header(input.headers)) collect('header', header, input.headers, faults)
      if (cookie !== undefined && !cookie(input.cookies)) collect('cookie', cookie, input.cookies, faults)
      if (hasBody && input.body !== undefined) checkBody(operation, event, input, faults)
      if (faults.length > 0) refuse(faults)
    },
  }
}

function collect(place: Place, validator: Validator, data: unknown, faults: Fault[]): void {
  // A parameter that could not even be read has had its say: it is not also missing.
  const known = new Set(faults.map((fault) => `${fault.in}${fault.pointer}`))
  for (const fault of toFaults(place, validator.errors, data))
    if (!known.has(`${place}${fault.pointer}`)) faults.push(fault)
}

function refusePath(validator: Validator, input: EndpointRequest): never {
  const errors = toFaults('path', validator.errors, input.path)
  throw problem('not-found', undefined, { extensions: { errors } })
}

function checkBody(operation: Operation, event: EndpointEvent, input: EndpointRequest, faults: Fault[]): void {
  const contents: Readonly<Record<string, RequestContent>> = operation.body?.content ?? {}
  const [, { validator }] = findContent(event.headers['content-type'], contents)
  if (validator !== undefined && !validator(input.body)) collect('body', validator, input.body, faults)
}

function refuse(faults: Fault[]): never {
  const errors = faults.slice(0, mostFaults)
  const detail = faults.length === 1 ? 'The request has one fault.' : `The request has ${faults.length} faults.`
  throw problem('validation-failed', detail, { extensions: { errors } })
}
