import type { FrameLocator } from 'playwright-core';
import type { Window } from './window.ts';

/** The page inside the webview that is shown; VS Code puts it into two frames. */
export function webview({ page }: Window): FrameLocator {
  return page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
}
