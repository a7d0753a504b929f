/** What is typed wrongly, and so nothing was run. */
export const usageError = 2

/** Nothing answers there: EX_UNAVAILABLE of sysexits.h. */
export const unreachable = 69
