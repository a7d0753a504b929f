import { type ServiceNames, templateNames } from './names.ts'

/**
 * Puts other names in the place of the template's, in every way that they are written: `sample-item`, `sampleItem`,
 * `SampleItem`, `sample item`, `Sample item`. It does for paths what it does for text.
 *
 * @param project what the project is called, in the place of `sample-project`
 */
export function fillIn(text: string, names: ServiceNames, project = 'sample-project'): string {
  const words = (['items', 'item', 'service'] as const).flatMap((part) => {
    const written = writeOut(names[part])
    return writeOut(templateNames[part]).map((from, index) => [from, written[index] ?? ''] as const)
  })
  const replacements = new Map([...words, ['sample-project', project]])
  return text.replace(/sample[- ]?(?:items?|service|project)/gi, (found) => replacements.get(found) ?? found)
}

function writeOut(kebab: string): string[] {
  const words = kebab.split('-')
  const pascal = words.map(capitalise).join('')
  const spoken = words.join(' ')
  return [kebab, pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal, spoken, capitalise(spoken)]
}

const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
