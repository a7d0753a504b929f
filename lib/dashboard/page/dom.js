// Elements are made here and nowhere else. Whatever a request, a line of the log or a document holds is put in as text.

const svgNamespace = 'http://www.w3.org/2000/svg'

/**
 * Makes an element. `props` are attributes, but for `on` (listeners) and `style` (custom properties and positions); what
 * is undefined or false is left out. Children are elements and texts.
 */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children)
}

/** The same in a picture. */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(svgNamespace, tag), props, children)
}

function fill(element, { on = {}, style = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value))
  }
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener)
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value)
  element.append(...children.flat(3).filter((child) => child !== undefined && child !== false && child !== ''))
  return element
}

/** A drop-down whose choices can be replaced while it keeps its value. */
export function select(label, choices, onChange) {
  const element = h('select', { 'aria-label': label, on: { change: () => onChange(element.value) } })
  const offer = (list, value = element.value) => {
    const wanted = JSON.stringify(list)
    if (element.dataset.choices !== wanted) {
      element.dataset.choices = wanted
      element.replaceChildren(...list.map(([key, text]) => h('option', { value: key }, text)))
    }
    element.value = list.some(([key]) => key === value) ? value : ''
  }
  offer(choices, '')
  return { element, offer }
}

/** A text field that tells what is typed. */
export function search(label, onInput) {
  return h('input', {
    type: 'search',
    class: 'filter',
    placeholder: label,
    'aria-label': label,
    'aria-keyshortcuts': '/',
    autocomplete: 'off',
    spellcheck: 'false',
    on: { input: (event) => onInput(event.target.value) },
  })
}

/** Puts a text on the clipboard, and says so on the button. */
export async function copy(button, text) {
  const before = button.textContent
  try {
    await navigator.clipboard.writeText(text)
    button.textContent = 'Copied'
  } catch {
    button.textContent = 'Not allowed to copy'
  }
  setTimeout(() => {
    button.textContent = before
  }, 1_500)
}
