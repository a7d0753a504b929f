/** Exit code: the contracts could not be compared. */
export const trouble = 2

/** EX_UNAVAILABLE of sysexits.h. */
export const unreachable = 69
