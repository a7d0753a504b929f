/** The contracts could not be compared. */
export const trouble = 2
