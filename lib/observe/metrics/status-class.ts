/** The class of an HTTP status: `2xx`; `none` where no answer came. */
export const statusClass = (status: number | undefined): string =>
  status === undefined ? 'none' : `${Math.floor(status / 100)}xx`
