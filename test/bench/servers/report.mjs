/**
 * Loaded into every server before its own code (node --import): tells the bench the port that it listens on, and when
 * asked what it has used. So a server needs no code for being measured.
 */
const { Server } = process.getBuiltinModule('node:net')

const { listen } = Server.prototype
Server.prototype.listen = function (...values) {
  // Others are the lock of a store's folder, and what finds a free port and leaves it again.
  const speaksHttp = 'requestTimeout' in this
  this.once('listening', () => {
    if (speaksHttp) process.send?.({ port: this.address().port })
  })
  return Reflect.apply(listen, this, values)
}

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() })
})
process.channel?.unref()
