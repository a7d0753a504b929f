import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  type Dockerfile,
  DockerfileParser,
  type Instruction,
  type JSONInstruction,
  type ModifiableInstruction,
} from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { startCommand } from '../../../lib/cloud-foundry/start-command.ts'
import { isSecretName } from '../../../lib/config/secret-shapes.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const text = readFileSync(join(root, 'Containerfile'), 'utf8')

/** The instructions of the last stage: those are what is shipped. */
const lastStage = (file: Dockerfile): Instruction[] => {
  const instructions = file.getInstructions()
  return instructions.slice(instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM'))
}

/** What must not be said of the image that is shipped. */
function findFaults(source: string): string[] {
  const stage = lastStage(DockerfileParser.parse(source))
  const all = (keyword: string): Instruction[] => stage.filter((instruction) => instruction.getKeyword() === keyword)
  const argument = (keyword: string): string => all(keyword).at(-1)?.getArgumentsContent() ?? ''
  const flags = (all('COPY') as ModifiableInstruction[]).map((it) => it.getFlags().map((flag) => flag.getName()))
  const commands = [...all('ENTRYPOINT'), ...all('CMD')] as JSONInstruction[]
  const isSay = (isSo: boolean, fault: string): string[] => (isSo ? [fault] : [])
  return [
    ...isSay(!/^[1-9]\d*:[1-9]\d*$/.test(argument('USER')), 'USER must be two numbers, neither of them root'),
    ...isSay(all('RUN').length > 0, 'nothing can be run without a shell'),
    ...isSay(all('ADD').length > 0, 'ADD fetches and unpacks: COPY does neither'),
    ...isSay(!flags.every((names) => names.includes('from')), 'only what a stage has made is copied'),
    ...isSay(
      flags.some((names) => names.includes('chown') || names.includes('chmod')),
      'what is copied stays root’s',
    ),
    ...isSay(!commands.every((it) => it.getOpeningBracket() !== null), 'a command without brackets takes a shell'),
    ...[...all('ENV'), ...all('ARG')].flatMap((it) => findSecrets(it.getArgumentsContent() ?? '')),
    ...isSay(all('VOLUME').length > 0, 'a volume can be written'),
  ]
}

/** Whoever has the image can read them. */
const findSecrets = (assignments: string): string[] =>
  (assignments.match(/\b[A-Z][A-Z0-9_]*(?==|$)/gm) ?? []).filter(isSecretName).map((name) => `${name} is a secret`)

test('a linter finds nothing in the Containerfile', () => {
  assert.deepEqual(
    validate(text).map(({ message }) => message),
    [],
  )
  assert.notEqual(validate(text.replace('EXPOSE 8080', 'EXPOSE web')).length, 0)
  assert.notEqual(validate(text.replace('WORKDIR /app', 'WORKDI /app')).length, 0)
})

test('what is shipped has a number for its user, and neither a shell nor a secret nor anything to write', () => {
  assert.deepEqual(findFaults(text), [])
})

const breaches: [from: string, to: string, fault: string][] = [
  ['USER 65532:65532', 'USER nonroot', 'USER must be two numbers, neither of them root'],
  ['USER 65532:65532', 'USER 0:0', 'USER must be two numbers, neither of them root'],
  ['USER 65532:65532\n', '', 'USER must be two numbers, neither of them root'],
  ['EXPOSE 8080', 'RUN chmod 777 /app', 'nothing can be run without a shell'],
  ['EXPOSE 8080', 'ADD https://example.com/x /app', 'ADD fetches and unpacks: COPY does neither'],
  ['--from=build /build/dist', 'dist', 'only what a stage has made is copied'],
  ['COPY --from', 'COPY --chown=65532 --from', 'what is copied stays root’s'],
  ['ENTRYPOINT ["/nodejs/bin/node"]', 'ENTRYPOINT /nodejs/bin/node', 'a command without brackets takes a shell'],
  ['PORT=8080', 'CURSOR_SECRET=x', 'CURSOR_SECRET is a secret'],
  ['EXPOSE 8080', 'ARG NPM_TOKEN', 'NPM_TOKEN is a secret'],
  ['EXPOSE 8080', 'VOLUME /data', 'a volume can be written'],
]

for (const [from, to, fault] of breaches)
  test(`${to === '' ? `no ${from.trim()}` : to} is found`, () => {
    const at = text.lastIndexOf(from)
    assert.deepEqual(findFaults(text.slice(0, at) + to + text.slice(at + from.length)), [fault])
  })

test('the command has the flags that every other platform gets', () => {
  const stage = lastStage(DockerfileParser.parse(text)) as JSONInstruction[]
  const words = (keyword: string): string[] =>
    stage
      .find((instruction) => instruction.getKeyword() === keyword)
      ?.getJSONStrings()
      .map((argument) => argument.getJSONValue()) ?? []

  assert.equal(['node', ...words('CMD')].join(' '), startCommand())
  assert.match(words('ENTRYPOINT').join(), /\/node$/)
})

test('the build sees what it needs, and nothing of what is only here', () => {
  const lines = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')
  const seen = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))

  assert.equal(
    lines.find((line) => line !== '' && !line.startsWith('#')),
    '*',
  )
  assert.deepEqual(seen, ['package.json', 'package-lock.json', '.npmrc', 'lib', 'functions', 'env'])
})
