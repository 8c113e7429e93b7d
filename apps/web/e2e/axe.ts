/** Axe for a page that stays open: loaded once into a world of its own, so that the policy of the page holds, and asked again and again. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EVERYTHING = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** What another colour can change; the rest is the same page. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

export interface Axe {
  /** What axe finds against WCAG 2.2 A and AA, or against its rules about colours alone. */
  find(what?: 'colours'): Promise<string[]>;
}

/** Opens axe in the page; a page that is loaded anew gets it anew. */
export async function openAxe(page: Page): Promise<Axe> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Page.enable');
  let world: number | null = null;
  cdp.on('Page.frameNavigated', ({ frame }) => {
    if (frame.parentId === undefined) world = null;
  });
  const enter = async (): Promise<number> => {
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
    await cdp.send('Runtime.evaluate', { expression: AXE, contextId: executionContextId });
    return executionContextId;
  };
  return {
    async find(what) {
      world ??= await enter();
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
        expression: `axe.run({ runOnly: ${JSON.stringify(what ? COLOURS : EVERYTHING)}, resultTypes: ['violations'], iframes: false })
          .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' ')))`,
        contextId: world,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails)
        throw new Error(`axe failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
      return result.value as string[];
    },
  };
}
