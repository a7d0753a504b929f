import { Command } from 'commander'
export const monitor: Command = new Command('monitor')
