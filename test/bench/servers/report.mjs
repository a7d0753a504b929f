/**
 * Loaded into every server before its own code (node --import): tells the bench the port that it listens on, and when
 * asked what it has used. So a server needs no code for being measured.
 */
const { Server } = process.getBuiltinModule('node:net')

const { listen } = Server.prototype
Server.prototype.listen = function (...values) {
  this.once('listening', () => {
    // The lock of a store's folder is a server too: on a name, and not on a port.
    const { port } = this.address()
    if (port !== undefined) process.send?.({ port })
  })
  return Reflect.apply(listen, this, values)
}

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() })
})
process.channel?.unref()
