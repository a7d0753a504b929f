import type { OpenApiDocument } from '../../contract/document.ts'
import { ContractError } from '../../contract/fault.ts'
import { loadContract } from '../../contract/load.ts'
import { upgrade } from '../../mock/upgrade.ts'
import { CommandError } from '../failure.ts'
import { ask, toRefusal } from './ask.ts'
import { trouble } from './exit-codes.ts'

/** What the contracts are compared with. */
export interface ContractSource {
  /** In words, for the report. */
  name: string
  /** The services that it has, where it knows. */
  services?: readonly string[]
  /** Whether it is one document: then it is compared with one service. */
  isSingle?: boolean
  /** Of a deployment: its `servers` are its own. */
  ignoreServers?: boolean
  /** The contract of a service; undefined where there is none. */
  read: (service: string) => Promise<OpenApiDocument | undefined>
}

/**
 * Loads a document that is not to be checked, only understood. OpenAPI 3.0 is read as 3.1; what it refers to at other
 * addresses is fetched.
 *
 * @param place its path or address, from which it refers to others
 * @param read its text, and that of a file that it refers to
 * @throws {@link CommandError} where it is no OpenAPI document, or refers to what is not there
 */
export async function loadDocument(
  place: string,
  name: string,
  read: (place: string) => Promise<string>,
): Promise<OpenApiDocument> {
  const follow = async (other: string): Promise<string> => {
    if (other === place || !/^https?:/.test(other)) return read(other)
    const answer = await ask(other)
    if (!answer.ok) throw new Error(`${other} ${toRefusal(answer)}.`)
    return answer.text
  }
  const { document, faults } = await loadContract(place, { lenient: true, read: follow })
  const [fault] = faults
  if (document === undefined || fault !== undefined)
    throw new CommandError(`${name} cannot be compared. ${fault?.message ?? 'It is no OpenAPI document.'}`, trouble)
  try {
    return upgrade(document, place)
  } catch (error) {
    if (!(error instanceof ContractError)) throw error
    throw new CommandError(`${name} cannot be compared. ${error.faults[0]?.message}`, trouble)
  }
}
