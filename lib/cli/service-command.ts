import type { Command } from 'commander'

/**
 * A command of `twelvefold`: the kit's, or a service's own in `functions/<service>/commands.ts`.
 *
 * @example
 * // functions/shop/commands.ts; stock.ts exports a Command of commander
 * import type { ServiceCommand } from 'twelvefold'
 *
 * export const commands: Record<string, ServiceCommand> = {
 *   stock: { summary: 'count the stock', load: async () => (await import('./stock.ts')).stock },
 * }
 */
export interface ServiceCommand {
  /** One line for `twelvefold --help`. */
  summary: string
  /** The command's module is loaded only when it is called. */
  load: () => Promise<Command>
}
