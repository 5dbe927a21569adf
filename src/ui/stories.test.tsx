import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import * as kit from './index.ts';
import { Stories } from './stories.tsx';

const html = kit.renderDocument(<Stories stylesheetUrl="/main.css" scriptUrls={['/enhance.js']} />);

describe('the whole kit on one page', () => {
  it('is valid HTML', async () => {
    const report = await new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: {
        // How JSX is written out is not ours to choose.
        'void-style': 'off',
        'doctype-style': 'off',
        'attribute-boolean-style': 'off',
        'attribute-empty-style': 'off',
        // Checkboxes that answer one question share its name.
        'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],
      },
    }).validateString(html);
    const messages = report.results.flatMap((result) =>
      result.messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`),
    );
    expect(messages).toEqual([]);
  });

  it('has no inline style and no inline script', () => {
    expect(html).not.toMatch(/\sstyle=/);
    expect(html).not.toMatch(/\son[a-z]+=/);
    expect(html.match(/<script[^>]*>[^<]/)).toBeNull();
  });

  it('gives each id once, and every reference leads to one', () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const wanted = [...html.matchAll(/\s(?:for|aria-describedby|aria-labelledby|list)="([^"]*)"/g)]
      .flatMap(([, text]) => (text ?? '').split(' '))
      .concat([...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? ''));
    expect(wanted.length).toBeGreaterThan(20);
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('shows every component of the door', () => {
    const source = readFileSync(new URL('./stories.tsx', import.meta.url), 'utf8');
    const components = Object.keys(kit).filter(
      (name) => /^[A-Z]/.test(name) && name !== 'ToneMark',
    );
    expect(components.length).toBeGreaterThan(40);
    expect(components.filter((name) => !source.includes(`<${name}`))).toEqual([]);
  });

  it('says the journey once for those who hear it', () => {
    const picture = html.match(/<svg class="journey-picture"[^>]*>/)?.[0];
    expect(picture).toContain('aria-hidden="true"');
    expect(html).toContain('aria-current="step"');
    expect(html).toMatch(/<span class="hidden">: now<\/span>/);
  });
});

describe('fields', () => {
  it('tie hint and error to the control', () => {
    const field = kit.renderDocument(
      <kit.TextField
        name="mail"
        label="Mail"
        hint="Why"
        error="Wrong"
        optionalLabel="(optional)"
        value={'a"b'}
      />,
    );
    expect(field).toContain('aria-describedby="f-mail-hint f-mail-error"');
    expect(field).toContain('aria-invalid="true"');
    expect(field).toContain('value="a&quot;b"');
    expect(field).toContain('(optional)');
  });

  it('keep what was typed in a date', () => {
    const field = kit.renderDocument(
      <kit.DateField
        name="birth"
        label="Birth"
        labels={{ day: 'd', month: 'm', year: 'y' }}
        value={{ day: '31', month: 'x', year: '' }}
        error="Wrong"
        wrongParts={['month']}
      />,
    );
    expect(field).toContain('name="birth.day" value="31"');
    expect(field).toContain('name="birth.month" value="x"');
    expect(field.match(/aria-invalid/g)).toHaveLength(1);
  });

  it('leave out the summary when nothing is wrong', () => {
    expect(kit.renderDocument(<kit.ErrorSummary title="Errors" errors={[]} />)).toBe(
      '<!doctype html>',
    );
  });
});

describe('the journey line', () => {
  const station = (id: string, state: kit.StationState): kit.Station => ({ id, label: id, state });
  const texts = { done: 'd', current: 'c', ahead: 'a', late: 'l', skipped: 's' };
  const draw = (states: readonly kit.StationState[]) =>
    kit.renderDocument(
      <kit.JourneyLine
        titleText="Way"
        stateTexts={texts}
        stations={states.map((state, index) => station(`s${index}`, state))}
      />,
    );

  it('is filled up to where one is', () => {
    expect(draw(['done', 'current', 'ahead', 'ahead'])).toMatch(
      /rail is-done" x1="1.4%" y1="\d+" x2="33.8%"/,
    );
    expect(draw(['done', 'late', 'ahead', 'ahead'])).toMatch(
      /rail is-done" x1="1.4%" y1="\d+" x2="33.8%"/,
    );
    expect(draw(['done', 'done', 'done', 'done'])).toMatch(
      /rail is-done" x1="1.4%" y1="\d+" x2="98.6%"/,
    );
  });

  it('is not filled at the beginning, and survives no stations', () => {
    expect(draw(['current', 'ahead'])).not.toContain('rail is-done');
    expect(draw(['ahead', 'ahead'])).not.toContain('rail is-done');
    expect(draw([])).toContain('<figure');
  });
});

describe('weight', () => {
  const bundle = async (entry: string) => {
    const result = await build({
      entryPoints: [join(import.meta.dirname, entry)],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2020',
      write: false,
    });
    return Buffer.from(result.outputFiles[0]?.contents ?? []);
  };

  it('leaves the styles within 7 kB over the wire', async () => {
    const css = await bundle('styles/main.css');
    expect(css.length).toBeGreaterThan(10_000);
    expect(brotliCompressSync(css).length).toBeLessThanOrEqual(7_000);
    expect(css.toString()).not.toContain('url(');
  });

  it('leaves the script within 2 kB before compression', async () => {
    const script = await bundle('browser/enhance.ts');
    expect(script.length).toBeGreaterThan(500);
    expect(script.length).toBeLessThanOrEqual(2_000);
  });
});
