import type { Page } from 'playwright-core';
import { root } from '../../../tools/root.mjs';
import { type StaticSite, serveFolder } from './static-site.ts';

/** Where VS Code's page carries its configuration, as JSON. */
const configuration = /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)/;

/**
 * Has the next VS Code opened in this page take the extension from a web server, as VS Code for the web does:
 * it runs in the browser then, in a Web Worker, and finds no Node there.
 * @param host host and port of that VS Code, which passes the files on: its page may ask no other server
 */
export async function useWebExtension(page: Page, host: string): Promise<StaticSite> {
  const site = await serveFolder(root);
  const extension = { scheme: 'http', authority: host, path: `/proxy/${site.port}` };
  await page.route(
    ({ pathname }) => pathname === '/',
    async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(
        configuration,
        (_, before: string, json: string) => before + withExtension(json, extension),
      );
      await route.fulfill({ response, body });
    },
  );
  return site;
}

function withExtension(attribute: string, extension: object): string {
  const settings = JSON.parse(attribute.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  settings.developmentOptions = { ...settings.developmentOptions, extensions: [extension] };
  return JSON.stringify(settings).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
