import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const installed = '/usr/bin/chromium';

/**
 * Starts the system's Chromium, or the one that comes as a package. Without the flags that the package suggests: they
 * draw by an emulated graphics card, which costs a third of a test, and take away the rules between origins.
 */
export async function launchChromium(): Promise<Browser> {
  const carried = existsSync(installed) ? null : (await import('@sparticuz/chromium')).default;
  return chromium.launch({
    executablePath: carried ? await carried.executablePath() : installed,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--font-render-hinting=none'],
    headless: true,
  });
}
