/**
 * Prints an ES module that stands in for another one and loads it when it is needed: for a function when it is first
 * called, for every other export that somebody imports at once. The bundler drops the exports that nobody imports.
 *
 * @param load an expression that loads the module
 * @param module the module itself: its exports are looked at, none of its getters is run
 * @param own source of exports that are written by hand, by name; it may call `load()`
 */
export function printLazyModule(load: string, module: object, own: Readonly<Record<string, string>> = {}): string {
  const names = Object.keys(module).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default')
  const lines = names.map((name) => own[name] ?? printExport(module, name))
  return `let loaded
const load = () => (loaded ??= ${load})
${lines.join('\n')}
${own.default ?? 'export default /* @__PURE__ */ load()'}
`
}

function printExport(module: object, name: string): string {
  return canWait(Object.getOwnPropertyDescriptor(module, name)?.value, name)
    ? `export function ${name}(...values) { return load().${name}(...values) }`
    : `export const ${name} = /* @__PURE__ */ (() => load().${name})()`
}

/** Whether an export is a plain function: not a class, not a getter, without properties such as util.promisify.custom. */
function canWait(value: unknown, name: string): boolean {
  if (typeof value !== 'function' || !/^[a-z]/.test(name)) return false
  return Reflect.ownKeys(value).every((key) => ['length', 'name', 'prototype'].includes(String(key)))
}

/** The source of a function that is loaded when it is first called or one of its properties is read. */
export const printLazyFunction = (load: string): string => `new Proxy(function () {}, {
  apply: (_, self, values) => Reflect.apply(${load}, self, values),
  get: (_, name) => Reflect.get(${load}, name),
})`
