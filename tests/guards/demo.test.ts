import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

it('starts as people start it: loads its cohort, answers, and stops when asked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-demo-'));
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await once(probe.close(), 'close');
  const child = spawn(process.execPath, ['dist/server/main.js', 'demo'], {
    env: { ...process.env, SOJOURN_DATA: folder, SOJOURN_PORT: String(port), NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  try {
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    const origin = await new Promise<string>((resolve, reject) => {
      child.on('exit', (code) => reject(new Error(`ended with ${code}: ${said.slice(-2000)}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /The demo is ready: (\S+)\/demo$/.exec(line)?.[1];
        if (found) resolve(found);
      });
    });
    const first = await fetch(`${origin}/demo`);
    expect(first.status).toBe(200);
    expect(await first.text()).toContain('Zoé');
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  } finally {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
});
