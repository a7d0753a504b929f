import type { OperationDescriptor } from '../../client/descriptor.ts'

/** An operation as a client package knows it. */
export interface DescribedOperation extends OperationDescriptor {
  /** It takes an access token. */
  readonly token?: boolean
  /** It answers a list, and its `Link` header leads to the next page. */
  readonly pages?: boolean
}
