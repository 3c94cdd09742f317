import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Browser, errors, type Frame, type Page } from 'playwright-core';
import { launchChromium } from '../../tools/vscode/chromium';
import { startVsCode, type VsCode, type VsCodeOptions } from '../../tools/vscode/server';
import { copyWorkspace } from '../../tools/vscode/workspace';

const PATIENCE_MILLISECONDS = 40_000;
const SETTLING_MILLISECONDS = 500;
const ATTEMPT_MILLISECONDS = 5000;
const SCREENSHOTS = join('out', 'screenshots');

/** Asks again until there is an answer. */
export const eventually = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await setTimeout(100);
  }
};

/** A real VS Code with a copy of the sample workspace, used as a person would: by keyboard, mouse and eyes. */
export class Workbench {
  /** What the console said of breaches of a content security policy. */
  readonly breaches: string[] = [];

  private constructor(
    readonly page: Page,
    readonly folder: string,
    private readonly browser: Browser,
    private readonly code: VsCode,
    private readonly remove: () => Promise<void>,
  ) {
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) this.breaches.push(message.text());
    });
  }

  static async open(options: Omit<VsCodeOptions, 'workspace'>): Promise<Workbench> {
    const { folder, remove } = await copyWorkspace();
    const code = await startVsCode({ workspace: folder, ...options });
    const browser = await launchChromium();
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page.setDefaultTimeout(PATIENCE_MILLISECONDS);
    const workbench = new Workbench(page, folder, browser, code, remove);
    try {
      await page.goto(code.url);
      await page.locator('.monaco-workbench .explorer-folders-view').waitFor();
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.code.stop();
    await this.remove();
  }

  /** Opens a file by its path in the workspace. */
  async openFile(path: string): Promise<void> {
    const [name = path, ...folders] = path.split('/').toReversed();
    const row = this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: name })
      .filter({ hasText: folders.toReversed().join('/') })
      .first();
    await this.quickly(`${path} in the list of files`, 'Control+P', path, async () => {
      await row.click({ timeout: ATTEMPT_MILLISECONDS });
      return true;
    });
    const group = this.page.locator('.editor-group-container.active');
    await group.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** Runs a command by its title in the palette, which knows those of an extension only once that is there. */
  async command(title: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', {
      hasText: title.replace(/^.*?: /, ''),
    });
    await this.quickly(`the command ${title}`, 'F1', `>${title}`, async () => {
      await setTimeout(SETTLING_MILLISECONDS);
      return (await row.count()) > 0;
    });
    await this.page.keyboard.press('Enter');
  }

  /**
   * Opens a quick input by its key, types into it, and looks for what should come; again from the start when it
   * does not, since a quick input closes as soon as a view that is still loading takes the focus.
   */
  private async quickly(
    what: string,
    key: string,
    text: string,
    found: () => Promise<boolean>,
  ): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    await eventually(what, async () => {
      try {
        await widget.waitFor({ state: 'hidden', timeout: ATTEMPT_MILLISECONDS });
        await this.page.keyboard.press(key);
        await widget.locator('.quick-input-filter input').fill(text, { timeout: ATTEMPT_MILLISECONDS });
        if (await found()) return true;
      } catch (error) {
        if (!(error instanceof errors.TimeoutError)) throw error;
      }
      await this.page.keyboard.press('Escape');
      return undefined;
    });
  }

  /** Reloads the window as its command does, so that everything is saved before. */
  async reload(): Promise<void> {
    const begun = this.page.waitForEvent('domcontentloaded');
    await this.command('Developer: Reload Window');
    await begun;
  }

  /** Waits for a step of a quick input, told by its place in the row ("2/6"). */
  async step(place: string): Promise<void> {
    await this.page.locator('.quick-input-title', { hasText: `(${place})` }).waitFor();
  }

  /** Types into the list that is up, and takes the first of what it finds. */
  async choose(text: string, place?: string): Promise<void> {
    if (place !== undefined) await this.step(place);
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    const input = this.page.locator('.quick-input-widget .quick-input-filter input');
    await input.waitFor();
    await input.fill(text);
    const found = rows.and(this.page.locator('.focused')).filter({ hasText: text });
    // A list that is searched as one types may be replaced just as Enter comes, which then takes nothing.
    await eventually(`${text} to be taken`, async () => {
      await found.waitFor();
      await this.page.keyboard.press('Enter');
      await setTimeout(SETTLING_MILLISECONDS);
      const waiting = (await input.isVisible()) && (await input.inputValue()) === text;
      return waiting ? undefined : true;
    });
  }

  /** Types into the box that is up, in place of what it proposes. */
  async answer(place: string, text: string): Promise<void> {
    await this.step(place);
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Puts the focus into the text of an editor, at a line that has `text`. */
  async focusLine(text: string): Promise<void> {
    await this.page
      .locator('.monaco-editor .view-line', { hasText: text })
      .first()
      .click({ position: { x: 4, y: 4 } });
  }

  /** Replaces a text of the active editor. */
  async replace(text: string, by: string): Promise<void> {
    const { page } = this;
    const { keyboard } = page;
    await keyboard.press('Control+H');
    const inputs = page.locator('.find-widget.visible textarea, .find-widget.visible input');
    await inputs.first().waitFor();
    await inputs.nth(0).fill(text);
    await inputs.nth(1).fill(by);
    await keyboard.press('Control+Alt+Enter');
    await keyboard.press('Escape');
  }

  /** The sentence of a notification that has `text` in it; toasts stay away from automated windows. */
  async notification(text: string): Promise<string> {
    await this.command('Notifications: Show Notifications');
    const message = this.page.locator('.notifications-center .notification-list-item-message', {
      hasText: text,
    });
    await message.waitFor();
    return message.innerText();
  }

  /** The page inside a webview whose heading is `title`, once its numbers are there. */
  report(title: string): Promise<Frame> {
    return this.view(title, 'tablist');
  }

  /** The page inside a webview whose heading is `title`, while the file is read. */
  reading(title: string): Promise<Frame> {
    return this.view(title, 'progressbar');
  }

  /** Only the inner frame is asked: one asked while it is replaced would not come. */
  private view(title: string, role: 'tablist' | 'progressbar'): Promise<Frame> {
    return eventually(`the ${role} of ${title}`, async () => {
      for (const frame of this.page.frames().filter((one) => one.url().includes('fake.html'))) {
        const heading = frame.locator('h1', { hasText: title });
        if ((await heading.count()) > 0 && (await frame.getByRole(role).count()) > 0) return frame;
      }
      return undefined;
    });
  }

  /** The page inside a preview of Markdown that has such a heading. */
  preview(name: RegExp): Promise<Frame> {
    return eventually(`the preview of ${name.source}`, async () => {
      for (const frame of this.page.frames().filter((one) => one.url().includes('fake.html'))) {
        const heading = frame.getByRole('heading', { name });
        // The preview sets up its frame twice.
        if ((await heading.count().catch(() => 0)) > 0) return frame;
      }
      return undefined;
    });
  }

  /** Waits until a chart has drawn itself. */
  async settled(): Promise<void> {
    await setTimeout(SETTLING_MILLISECONDS);
  }

  async screenshot(name: string): Promise<void> {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }
}
