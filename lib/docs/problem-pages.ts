import type { ProblemCode } from '../problem/table.ts'

/** What the page of a problem says, in plain text with `code` between backticks. */
export interface ProblemPage {
  /** What has happened. */
  meaning: string
  /** What to do about it as the author of the calling program. */
  client: string
  /** What to do about it as the one who runs the services. */
  operator: string
}

/** Nothing to do for whoever runs the services, unless it happens often. */
const nothing = 'Nothing: the service did what it should.'

/** The explanation of every problem in `lib/problem/table.ts`: the pages at `/docs/problems/{code}`. */
export const problemPages: Record<ProblemCode, ProblemPage> = {
  'bad-request': {
    meaning: 'The request is not valid HTTP, or its path is not valid percent-encoding. No operation has seen it.',
    client:
      'Build addresses with a URL library, so that every `%` in a path is followed by two hexadecimal digits. The same request will fail again.',
    operator:
      'Nothing, if it is rare. If every client gets it, a proxy in front of the services rewrites requests: compare what it receives with what it sends on.',
  },
  'malformed-body': {
    meaning:
      'The body is not what its `Content-Type` says: JSON that cannot be parsed, or that has a key which is never accepted, such as `__proto__`. `detail` names line and column where they are known.',
    client: 'Let a JSON library write the body, and send it whole. The same body will fail again.',
    operator: nothing,
  },
  'missing-body': {
    meaning: 'The operation needs a body, and the request has none. `detail` names the media types that it takes.',
    client:
      'Send a body, with its `Content-Type`. If you did send one, see whether a redirect or a proxy on the way has dropped it.',
    operator: nothing,
  },
  'validation-failed': {
    meaning:
      'The request can be read, but it breaks the contract. `errors` lists every fault, up to a hundred: `in` is the part of the request, `pointer` the place in it (RFC 6901), `detail` what is wrong. Nothing was done.',
    client:
      'Correct all faults of the list, then send the request again. A query parameter that the contract does not declare is a fault too: mostly it is misspelt.',
    operator:
      'Nothing, if it is rare. Many at once after a deployment mean that a contract has become stricter than its clients know.',
  },
  unauthorized: {
    meaning:
      'The operation wants to know who is calling. The request has no token, or one that is expired, malformed or of another issuer. `WWW-Authenticate` says which.',
    client: 'Get a new access token and send it as `Authorization: Bearer <token>`. Do not send the old one again.',
    operator:
      'If every client gets it, compare the issuer and the audience that the services expect with those of the tokens, and look at the clocks of the machines.',
  },
  forbidden: {
    meaning: 'The caller is known, but may not do this: mostly the token lacks a scope. `WWW-Authenticate` names it.',
    client: 'Ask for a token with the scope that the contract lists for the operation. The same token will fail again.',
    operator: 'See whether the client is meant to have the scope, and whether the authorization server grants it.',
  },
  'not-found': {
    meaning:
      'Nothing has this address: no operation has this path, or what the path names does not exist, or the caller may not know that it exists. A value in the path that breaks the contract is listed in `errors`.',
    client:
      'Compare the path with the contract, a path prefix of the deployment included. If an id in it came from an earlier answer, what it named has been removed since.',
    operator:
      'If a whole service is not found, see whether `SERVICES` includes it, and whether the proxy in front keeps or strips the path prefix as it should.',
  },
  'method-not-allowed': {
    meaning: 'The path exists, but not with this method. `Allow` and the member `allowed` list those that it has.',
    client: 'Use one of the methods listed. A redirect that turns `POST` into `GET` also ends here.',
    operator: nothing,
  },
  'not-acceptable': {
    meaning: 'The `Accept` header takes none of the media types that the answer can have. `offered` lists these.',
    client: 'Accept one of the media types listed, or leave the header out.',
    operator: nothing,
  },
  'request-timeout': {
    meaning: 'The headers or the body of the request took too long to arrive. The connection was closed.',
    client: 'Send the request again, over a new connection. Send large bodies without pauses.',
    operator:
      'If many clients get it, look at the network in front of the services; `REQUEST_TIMEOUT_MS` is the time that a request may take.',
  },
  conflict: {
    meaning: 'The request is right in itself, but the present state of the resource does not allow it.',
    client: 'Get the present state, decide whether the change is still wanted, and send it on that basis.',
    operator: nothing,
  },
  gone: {
    meaning: 'The resource did exist, and has been removed for good.',
    client: 'Forget the address, and do not ask again.',
    operator: nothing,
  },
  'precondition-failed': {
    meaning:
      'Somebody else has changed the resource since you read it: `If-Match` names an old state. Nothing was done. `ETag` of the answer is the present state.',
    client: 'Get the resource again, apply your change to what you find, and send it with the new `ETag`.',
    operator: nothing,
  },
  'body-too-large': {
    meaning: 'The body is larger than the service accepts. `detail` says how many bytes it may have. Nothing was done.',
    client: 'Send less at once: split the work into several requests.',
    operator:
      '`BODY_LIMIT` is the limit in bytes. Raise it only if the contract needs larger bodies; a gateway in front has a limit of its own.',
  },
  'unsupported-media-type': {
    meaning:
      'The contract does not list the `Content-Type` of the body for this operation, or the header is missing. `supported` and the header `Accept` list what it takes.',
    client: 'Send the body as one of the media types listed, and say so in `Content-Type`.',
    operator: nothing,
  },
  'unprocessable-content': {
    meaning: 'The request keeps the contract, but cannot be carried out. `detail` says why.',
    client: 'Change what `detail` names. The same request will fail again.',
    operator: nothing,
  },
  'precondition-required': {
    meaning:
      'The operation changes a resource that others may change too, so it needs to be told which state you have seen.',
    client: 'Get the resource, and send its `ETag` with the change, as `If-Match`.',
    operator: nothing,
  },
  'too-many-requests': {
    meaning:
      'The client has sent more requests than it may in this time. `Retry-After` says when to go on, in seconds.',
    client: 'Wait as long as `Retry-After` says, then go on more slowly. Trying again at once makes it last longer.',
    operator: 'See whether one client is out of hand, or the limit too low for what clients are meant to do.',
  },
  'headers-too-large': {
    meaning: 'The headers of the request are larger than the service reads.',
    client: 'Send smaller headers: mostly it is the cookies, or a token that carries too much.',
    operator: 'If browsers get it, see which application on the same domain sets so many cookies.',
  },
  'internal-error': {
    meaning:
      'The service has failed in a way that nobody foresaw. The answer shows nothing of the cause; the log does.',
    client:
      'Try again later if the request may safely be repeated. If it goes on, report it and quote the `requestId`.',
    operator:
      'Look for the `requestId` in the logs: the line of level `error` has the whole error. It is a fault of the service; correct it.',
  },
  'response-mismatch': {
    meaning:
      'The service has made an answer that breaks its own contract, and it is set up to refuse such answers: `RESPONSE_CHECK` is `strict`, as in development and in tests. `errors` names the places.',
    client: 'Nothing. The request may have taken effect all the same.',
    operator:
      'It is a fault of the handler or of the contract: make the two agree. In production use `RESPONSE_CHECK=sample`, which logs such answers instead of refusing them.',
  },
  'not-implemented': {
    meaning: 'The contract describes the operation, but nobody has written its handler yet.',
    client: 'Wait for a version that has it. The contract already says how it will be called.',
    operator: 'Deploy a version that has the handler.',
  },
  'bad-gateway': {
    meaning: 'Another service, which this one needs for its answer, has failed or answered something unusable.',
    client: 'Try again after a short while if the request may safely be repeated.',
    operator: 'Find the service that failed: the logs of all services have the same trace id for this request.',
  },
  'service-unavailable': {
    meaning:
      'The service cannot answer at the moment: it is starting or stopping, or something that it needs is away. `Retry-After`, if there, says when to try again, in seconds.',
    client: 'Wait, then try again; wait longer each time.',
    operator: 'Look at the health of the service and of its store, and at the logs for what is missing.',
  },
  timeout: {
    meaning: 'The operation did not finish in time, and was given up. It may have taken effect all the same.',
    client:
      'Look whether the request took effect before you repeat it. One that can be repeated safely, such as a `GET`, may be sent again.',
    operator:
      'Look in the logs for what took so long: mostly a slow store or service behind this one. `HANDLER_TIMEOUT_MS` is the time that a handler may take.',
  },
}
