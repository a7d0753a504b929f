/** The address to print for a server that listens on every interface of this machine. */
export const localAddress = (port: number): string => `http://${process.env.HOST || 'localhost'}:${port}`
