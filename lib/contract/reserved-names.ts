/** Names that stand at the root of every deployment, and so cannot be a service's. */
export const reservedNames: readonly string[] = ['docs', 'health', 'metrics']
