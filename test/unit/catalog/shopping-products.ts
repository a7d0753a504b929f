/** The SKUs that the shopping process orders. */
export const crashProducts = ['CRASH-1', 'CRASH-2', 'CRASH-3', 'CRASH-4']

/** Little enough that some orders are rejected. */
export const initialStock = 900
