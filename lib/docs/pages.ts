import { kitSettings } from '../config/kit.ts'
import { loadAsset } from './assets.ts'
import { type Content, createCache, pack, toContent } from './content.ts'
import { outlineContract } from './outline.ts'
import { renderPortal } from './portal-page.ts'
import { isProblemCode, renderProblem, renderProblemIndex } from './problem-html.ts'

/** What the routes of the portal answer with, each made at its first use; undefined where there is no such thing. */
export interface Pages {
  portal: () => Promise<Content>
  asset: (name: string) => Promise<Content> | undefined
  problemIndex: () => Promise<Content>
  problem: (code: string) => Promise<Content> | undefined
}

const page = async (text: string): Promise<Content> => toContent('text/html; charset=utf-8', await pack(text))

export function createPages(
  services: readonly { name: string; loadContract: () => Promise<string> }[],
  release: { version: string; commit: string },
): Pages {
  const { DOCS, DOCS_CLIENT_ID, ENV } = kitSettings()
  const contents = createCache()

  async function makePortal(): Promise<Content> {
    const outlines = services.map(async ({ name, loadContract }) => outlineContract(name, await loadContract()))
    const about = { release, environment: ENV, clientId: DOCS_CLIENT_ID }
    return page(renderPortal({ services: await Promise.all(outlines), ...about }))
  }

  return {
    portal: () => contents('portal', makePortal),
    asset: loadAsset,
    problemIndex: () => contents('problems', () => page(renderProblemIndex(DOCS))),
    problem: (code) =>
      isProblemCode(code) ? contents(`problems/${code}`, () => page(renderProblem(code, DOCS))) : undefined,
  }
}
